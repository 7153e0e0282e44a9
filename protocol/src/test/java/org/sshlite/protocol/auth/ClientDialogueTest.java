package org.sshlite.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Prompt;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthInfoRequest;
import org.sshlite.protocol.message.UserauthInfoResponse;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthSuccess;

/** "keyboard-interactive" of a client, RFC 4256. */
class ClientDialogueTest extends ClientEnd {
  private static final UserauthFailure FAILED = failure("keyboard-interactive");

  private static UserauthInfoRequest round(String... prompts) {
    return new UserauthInfoRequest(
        "", "", "", List.of(prompts).stream().map(text -> new Prompt(text, false)).toList());
  }

  /** Up to where the request for a dialogue waits for its answer. */
  private AuthEnd beginning(int dialogues) throws Exception {
    wallet.withMethods("keyboard-interactive", "password").withDialogues(dialogues);
    asking().receive(failure("keyboard-interactive", "password"));
    return client;
  }

  private static List<String> answers(AuthEnd client) throws Exception {
    UserauthInfoResponse response = ((UserauthMethodMessage) client.onlySent()).infoResponse();
    return response.responses().stream().map(text -> new String(text.bytes())).toList();
  }

  @Test
  void a_dialogue_begins_with_the_devices_that_the_credentials_name() throws Exception {
    assertThat(onlyMethod(beginning(1)))
        .isEqualTo(new AuthMethod.KeyboardInteractive(List.of("pam")));
  }

  @Test
  void rounds_are_answered_until_the_server_is_content_and_the_answers_erased() throws Exception {
    wallet.withAnswers("sesame").withAnswers("1", "2").withAnswers();
    beginning(1).sent();

    assertThat(answers(client.receive(round("Password: ")))).containsExactly("sesame");
    assertThat(answers(client.receive(round("A: ", "B: ")))).containsExactly("1", "2");
    assertThat(answers(client.receive(round()))).isEmpty();
    assertThat(wallet.handedOut).hasSize(3);
    assertThat(wallet.handedOut).allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
    client.receive(new UserauthSuccess());
    assertThat(client.succeeded())
        .isEqualTo(new AuthAction.Succeeded("alice", "keyboard-interactive"));
  }

  @Test
  void a_dialogue_that_failed_begins_anew_as_often_as_the_credentials_like() throws Exception {
    wallet.withAnswers("one").withAnswers("two");
    beginning(2).receive(round("Password: ")).receive(FAILED).receive(round("Password: "));

    assertThat(refusal(() -> client.receive(FAILED)))
        .isEqualTo(
            new Refusal.AuthenticationFailed(
                "alice@build-7: Permission denied (keyboard-interactive).",
                List.of("keyboard-interactive")));
    assertThat(wallet.asked)
        .containsExactly(
            "submethods 1",
            "answer [Password: ]",
            "submethods 2",
            "answer [Password: ]",
            "submethods 3");
  }

  @Test
  void a_server_that_has_nothing_to_ask_is_not_tried_again() throws Exception {
    wallet.withPasswords("one");
    beginning(3).sent();

    assertThat(password(onlyMethod(client.receive(failure("keyboard-interactive", "password")))))
        .isEqualTo("one");
  }

  @Test
  void who_does_not_answer_goes_on_with_the_next_method() throws Exception {
    wallet.withPasswords("one");
    beginning(3).sent();

    assertThat(password(onlyMethod(client.receive(round("Password: "))))).isEqualTo("one");
  }

  @Test
  void several_factors_follow_one_another() throws Exception {
    wallet.withMethods("publickey", "keyboard-interactive", "password");
    wallet.withKeys(key).withDialogues(2).withAnswers("sesame").withAnswers("123456");
    asking()
        .receive(BOTH)
        .receive(new UserauthPkOk("ssh-ed25519", key.blob()))
        .receive(partial("keyboard-interactive"))
        .receive(round("Password: "))
        .receive(partial("keyboard-interactive"))
        .receive(round("Code: "))
        .receive(new UserauthSuccess());

    assertThat(client.hasSucceeded()).isTrue();
    assertThat(wallet.asked)
        .containsExactly(
            "key",
            "partial publickey",
            "submethods 1",
            "answer [Password: ]",
            "partial keyboard-interactive",
            "submethods 2",
            "answer [Code: ]");
  }

  @Test
  void a_server_that_never_stops_to_show_things_is_left() throws Exception {
    for (int i = 0; i <= ClientProgress.MAXIMUM_ROUNDS; i++) {
      wallet.withAnswers();
    }
    beginning(1);

    assertThat(
            refusal(
                () -> {
                  while (true) {
                    client.receive(round());
                  }
                }))
        .isInstanceOf(Refusal.LimitExceeded.class);
  }

  @Test
  void more_prompts_than_a_screen_holds_are_refused_and_nobody_is_asked() throws Exception {
    wallet.withAnswers(prompts(64));
    beginning(1).sent();
    client.receive(round(prompts(64))).sent();
    List<String> asked = List.copyOf(wallet.asked);

    assertThat(refusal(() -> client.receive(round(prompts(65)))))
        .isInstanceOf(Refusal.Malformed.class);
    assertThat(wallet.asked).isEqualTo(asked).hasSize(2);
  }

  private static String[] prompts(int count) {
    return Collections.nCopies(count, "? ").toArray(String[]::new);
  }

  @Test
  void a_round_that_no_dialogue_awaits_is_out_of_turn() throws Exception {
    asking();

    assertThat(refusal(() -> client.receive(round("Password: "))))
        .isEqualTo(new Refusal.OutOfTurn(60, "\"none\" is tried"));
  }

  @Test
  void answers_that_nobody_takes_any_more_are_erased() {
    byte[] typed = {'x'};
    byte[] old = {'y'};
    var answers = new Answers(List.of(new SecretBytes(typed)));

    new ClientAnswer.Answered(Optional.of(answers)).discard();
    new ClientAnswer.NextPassword(Optional.of(new SecretBytes(old))).discard();

    assertThat(typed).containsOnly(0);
    assertThat(old).containsOnly(0);
  }

  @Test
  void a_wrong_number_of_answers_is_the_credentials_fault() throws Exception {
    wallet.withAnswers("one", "two");
    beginning(1);

    assertThatThrownBy(() -> client.receive(round("Password: ")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(wallet.handedOut).allSatisfy(bytes -> assertThat(bytes).containsOnly(0));
  }
}
