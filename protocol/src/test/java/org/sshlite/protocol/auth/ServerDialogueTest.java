package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.conversation.Dialogue;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Prompt;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthInfoRequest;
import org.sshlite.protocol.message.UserauthInfoResponse;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

/** "keyboard-interactive" of a server, RFC 4256. */
class ServerDialogueTest extends ServerEnd {
  private static final UserauthFailure FAILED =
      new UserauthFailure(NameList.of("keyboard-interactive"), false);
  private static final Challenge COLOUR =
      new Challenge("Quiz", "Think.", List.of(new Prompt("Colour? ", true)));
  private static final Challenge TWO =
      new Challenge("", "", List.of(new Prompt("A: ", false), new Prompt("B: ", true)));

  private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<String> noticed = new CompletableFuture<>();

  /** Asks the rounds one after another, and takes any answers. */
  private AuthDecision ask(Conversation conversation, Challenge... rounds)
      throws ConversationEndedException {
    for (Challenge round : rounds) {
      try (Answers given = conversation.ask(round)) {
        given.texts().forEach(text -> answers.add(text(text)));
      } catch (ConversationEndedException e) {
        noticed.complete(e.getMessage());
        throw e;
      }
    }
    return new AuthDecision.Accepted();
  }

  private static String text(SecretBytes bytes) {
    return new String(bytes.bytes(), StandardCharsets.UTF_8);
  }

  private static UserauthRequest begin(String... submethods) {
    return request("alice", new AuthMethod.KeyboardInteractive(List.of(submethods)));
  }

  private static UserauthInfoResponse response(String... texts) {
    return new UserauthInfoResponse(
        Arrays.stream(texts)
            .map(text -> new SecretBytes(text.getBytes(StandardCharsets.UTF_8)))
            .toList());
  }

  private static UserauthInfoRequest asked(AuthEnd server) throws Exception {
    return ((UserauthMethodMessage) server.onlySent()).infoRequest();
  }

  @Test
  void a_round_is_asked_and_its_answer_accepted() throws Exception {
    users.withDevice(conversation -> ask(conversation, COLOUR));

    assertThat(asked(serving().receive(begin()))).isEqualTo(COLOUR.message());
    assertThat(server.receive(response("grün")).onlySent()).isEqualTo(new UserauthSuccess());
    assertThat(server.succeeded())
        .isEqualTo(new AuthAction.Succeeded("alice", "keyboard-interactive"));
    assertThat(answers).containsExactly("grün");
  }

  @Test
  void rounds_follow_one_another_also_those_that_ask_nothing() throws Exception {
    Challenge shown = new Challenge("", "Changed.", List.of());
    users.withDevice(conversation -> ask(conversation, COLOUR, TWO, shown));

    serving().receive(begin()).sent();
    assertThat(asked(server.receive(response("red")))).isEqualTo(TWO.message());
    assertThat(asked(server.receive(response("1", "")))).isEqualTo(shown.message());
    assertThat(server.receive(response()).onlySent()).isEqualTo(new UserauthSuccess());
    assertThat(answers).containsExactly("red", "1", "");
  }

  @Test
  void a_device_may_decide_without_a_question() throws Exception {
    users.withDevice(_ -> new AuthDecision.Refused());

    assertThat(serving().receive(begin()).onlySent()).isEqualTo(FAILED);
  }

  @Test
  void a_dialogue_may_be_one_factor_of_several() throws Exception {
    users.withDevice(
        conversation -> {
          ask(conversation, COLOUR);
          return new AuthDecision.Partial(NameList.of("publickey"));
        });
    serving().receive(begin()).sent();

    assertThat(server.receive(response("red")).onlySent())
        .isEqualTo(new UserauthFailure(NameList.of("publickey"), true));
  }

  @Test
  void submethods_are_told_each_once_and_in_their_order() throws Exception {
    users.withDevice(_ -> new AuthDecision.Refused());
    String[] guesses = new String[10_000]; // CVE-2015-5600
    Arrays.fill(guesses, "pam");
    guesses[0] = "totp";

    serving().receive(begin(guesses));

    assertThat(users.asked)
        .filteredOn(asked -> asked.startsWith("keyboard"))
        .containsExactly("keyboard-interactive alice [totp, pam]");
  }

  @ParameterizedTest
  @MethodSource
  void answers_that_do_not_fit_fail_and_no_device_sees_them(UserauthInfoResponse response)
      throws Exception {
    users.withDevice(conversation -> ask(conversation, COLOUR));
    serving().receive(begin()).sent();

    assertThat(server.receive(response).onlySent()).isEqualTo(FAILED);
    assertThat(answers).isEmpty();
    assertThat(noticed).succeedsWithin(Duration.ofSeconds(30));
  }

  static List<UserauthInfoResponse> answers_that_do_not_fit_fail_and_no_device_sees_them() {
    return List.of(
        response(),
        response("red", "blue"),
        response("x".repeat(Conversation.MAXIMUM_ANSWER + 1)),
        response("red\0"),
        new UserauthInfoResponse(List.of(new SecretBytes(new byte[] {(byte) 0xff}))));
  }

  @Test
  void an_answer_as_long_as_allowed_is_taken() throws Exception {
    users.withDevice(conversation -> ask(conversation, COLOUR));
    String longest = "x".repeat(Conversation.MAXIMUM_ANSWER);
    serving().receive(begin()).sent();

    assertThat(server.receive(response(longest)).onlySent()).isEqualTo(new UserauthSuccess());
  }

  @Test
  void more_answers_than_any_round_has_are_refused_before_they_are_read() throws Exception {
    users.withDevice(conversation -> ask(conversation, COLOUR));
    serving().receive(begin());
    byte[] fields = {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};

    assertThat(refusal(() -> server.receive(new UserauthMethodMessage(61, fields))))
        .isInstanceOf(Refusal.Malformed.class);
    assertThat(noticed).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void answers_that_nobody_asked_for_are_out_of_turn_and_erased() throws Exception {
    byte[] fields = {0, 0, 0, 1, 0, 0, 0, 1, 'x'};
    serving();

    Refusal refusal =
        catchThrowableOfType(
                RefusedException.class,
                () -> server.on(new AuthEvent.Received(new UserauthMethodMessage(61, fields))))
            .refusal();

    assertThat(refusal).isInstanceOf(Refusal.OutOfTurn.class);
    assertThat(fields).containsOnly(0);
  }

  @Test
  void answers_are_erased_when_the_device_has_had_them() throws Exception {
    List<SecretBytes> seen = new ArrayList<>();
    users.withDevice(
        conversation -> {
          try (Answers given = conversation.ask(COLOUR)) {
            seen.add(given.first());
            return new AuthDecision.Accepted();
          }
        });
    byte[] fields = {0, 0, 0, 1, 0, 0, 0, 1, 'x'};
    serving().receive(begin()).on(new AuthEvent.Received(new UserauthMethodMessage(61, fields)));

    assertThat(fields).containsOnly(0);
    assertThat(catchThrowableOfType(IllegalStateException.class, () -> seen.getFirst().bytes()))
        .isNotNull();
  }

  @Test
  void another_request_abandons_the_dialogue_and_counts_as_a_failure() throws Exception {
    users.withDevice(conversation -> ask(conversation, COLOUR)).withMethods("keyboard-interactive");
    serving();
    List<Message> sent = new ArrayList<>();

    // who asks again and again would learn for nothing what the first round tells
    Refusal refusal =
        refusal(
            () -> {
              for (int i = 0; i < 100; i++) {
                sent.addAll(server.receive(begin()).sent());
              }
            });

    assertThat(refusal).isEqualTo(Refusal.TOO_MANY_FAILURES);
    assertThat(sent).hasSize(3);
    assertThat(noticed).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void answers_to_a_dialogue_that_was_abandoned_do_not_reach_the_next() throws Exception {
    users
        .withDevice(conversation -> ask(conversation, TWO))
        .withMethods("keyboard-interactive", "password");
    serving().receive(begin()).receive(password("wrong")).sent();

    assertThat(refusal(() -> server.receive(response("1", "2"))))
        .isInstanceOf(Refusal.OutOfTurn.class);
    assertThat(answers).isEmpty();
  }

  @Test
  void a_device_without_an_end_is_stopped() throws Exception {
    users.withDevice(
        conversation -> {
          while (true) {
            ask(conversation, COLOUR);
          }
        });
    serving().receive(begin());
    for (int round = 1; round < Dialogue.MAXIMUM_ROUNDS; round++) {
      server.receive(response("again"));
    }
    server.sent();

    assertThat(server.receive(response("again")).onlySent()).isEqualTo(FAILED);
    assertThat(noticed).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("too many questions");
  }

  @Test
  void a_device_that_fails_to_decide_ends_the_connection_and_lets_nobody_in() throws Exception {
    users.withDevice(
        _ -> {
          throw new IllegalArgumentException("broken");
        });
    serving();

    assertThat(catchThrowableOfType(AssertionError.class, () -> server.receive(begin())))
        .hasRootCauseMessage("broken");
    assertThat(server.hasSucceeded()).isFalse();
  }

  @Test
  void a_connection_that_ends_ends_the_dialogue() throws Exception {
    users.withDevice(conversation -> ask(conversation, COLOUR));
    serving().receive(begin());

    server.abandon();

    assertThat(noticed.get(60, TimeUnit.SECONDS)).isEqualTo("the client does not answer");
  }

  @Test
  void a_connection_that_ended_while_a_device_thought_ends_the_dialogue() throws Exception {
    users.withDevice(conversation -> ask(conversation, COLOUR));
    Dialogue<AuthDecision> dialogue = new Dialogue<>(new AuthDecision.Refused());
    var asked = ServerDecision.of(dialogue.start(c -> ask(c, COLOUR)), dialogue);

    new ServerAnswer(NameList.of(), "", asked).discard();

    assertThat(noticed.get(60, TimeUnit.SECONDS)).isEqualTo("the client does not answer");
  }
}
