package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.connection.ConnectionPair.RecordingHandler;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.transport.Role;

/** RFC 4254 §5.1: channels of every type, answered at once or later. */
class OpeningTest {
  private static final ChannelType FORWARD = new ChannelType.DirectTcpip("host", 80, "::1", 4000);

  private final List<IncomingChannel> waiting = new ArrayList<>();

  static List<ChannelType> knownTypes() {
    return List.of(
        FORWARD,
        new ChannelType.ForwardedTcpip("", 80, "::1", 4000),
        new ChannelType.DirectStreamlocal("/tmp/socket"),
        new ChannelType.ForwardedStreamlocal("/tmp/socket"),
        new ChannelType.AuthAgent(),
        new ChannelType.X11("::1", 4000),
        new ChannelType.Tunnel(1, 0));
  }

  private static ChannelOpen open(ChannelType type, int number) {
    return new ChannelOpen(type, number, 1000, 1000);
  }

  /** An end whose application thinks about everything. */
  private Stage thinking(Role role) {
    Stage stage = Stage.of(role).open();
    stage.opening = waiting::add;
    return stage;
  }

  private static ChannelOpenFailure failure(Message message) {
    assertThat(message).isInstanceOf(ChannelOpenFailure.class);
    return (ChannelOpenFailure) message;
  }

  @ParameterizedTest
  @MethodSource("knownTypes")
  void what_is_known_and_not_offered_is_prohibited_in_both_roles(ChannelType type) {
    for (Role role : Role.values()) {
      Stage stage = Stage.of(role).open();
      assertThat(failure(stage.send(open(type, 7)).onlyAnswer()))
          .isEqualTo(
              new ChannelOpenFailure(
                  7, OpenFailureReason.ADMINISTRATIVELY_PROHIBITED, "open failed"));
      stage.assertAlive();
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void what_is_unknown_is_called_unknown(Role role) {
    Stage stage = Stage.of(role).open();
    ChannelType type = new ChannelType.Unknown("window@example.com", new byte[9]);
    assertThat(failure(stage.send(open(type, 7)).onlyAnswer()).reason())
        .isEqualTo(OpenFailureReason.UNKNOWN_CHANNEL_TYPE.code());
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void openings_may_be_answered_later_and_in_any_order(Role role) {
    Stage stage = thinking(role);
    stage.send(open(FORWARD, 10), open(FORWARD, 11), open(FORWARD, 12));
    assertThat(stage.peer.payloads()).isEmpty();

    waiting.get(2).accept(new RecordingHandler());
    waiting.get(0).refuse(OpenFailureReason.CONNECT_FAILED, "Connection refused");
    waiting.get(1).accept(new RecordingHandler());
    stage.settle();

    assertThat(stage.peer.messages())
        .satisfiesExactly(
            third -> assertThat(((ChannelOpenConfirmation) third).recipientChannel()).isEqualTo(12),
            first ->
                assertThat(first)
                    .isEqualTo(
                        new ChannelOpenFailure(
                            10, OpenFailureReason.CONNECT_FAILED, "Connection refused")),
            second ->
                assertThat(((ChannelOpenConfirmation) second).recipientChannel()).isEqualTo(11));
  }

  /** What is kept as long as the channel: a connection with a thousand of them holds little. */
  @ParameterizedTest
  @EnumSource(Role.class)
  void names_in_an_opening_are_as_long_as_they_may_be_and_no_longer(Role role) {
    Stage stage = thinking(role);
    for (ChannelType type : knownTypes()) {
      if (!names(type, "other").equals(type)) {
        int named = open(names(type, ""), 7).payload().length;
        stage.send(open(names(type, "x".repeat(2048 - named)), 7));
        assertThat(stage.peer.payloads()).isEmpty();
        waiting.removeFirst().refuse();
        stage.settle();
        stage.peer.payloads();

        stage.send(open(names(type, "x".repeat(2049 - named)), 7));
        assertThat(stage.onlyAnswer())
            .isEqualTo(new ChannelOpenFailure(7, OpenFailureReason.RESOURCE_SHORTAGE, "too long"));
        assertThat(waiting).isEmpty();
      }
    }
    stage.assertAlive();
  }

  /** The type with this for the text that an application need not look at. */
  private static ChannelType names(ChannelType type, String text) {
    return switch (type) {
      case ChannelType.DirectTcpip _ -> new ChannelType.DirectTcpip("host", 80, text, 1);
      case ChannelType.ForwardedTcpip _ -> new ChannelType.ForwardedTcpip("", 80, text, 1);
      case ChannelType.DirectStreamlocal(var path, _, _) ->
          new ChannelType.DirectStreamlocal(path, text, 0);
      case ChannelType.ForwardedStreamlocal(var path, _) ->
          new ChannelType.ForwardedStreamlocal(path, text);
      case ChannelType.X11 _ -> new ChannelType.X11(text, 1);
      default -> type;
    };
  }

  @Test
  void an_opening_may_be_answered_by_any_thread() {
    Stage stage = thinking(Role.SERVER);
    stage.send(open(FORWARD, 10));

    Waiting.inThread(
            () -> {
              waiting.getFirst().accept(new RecordingHandler());
              return 0;
            })
        .join();
    stage.settle();

    assertThat(stage.onlyAnswer()).isInstanceOf(ChannelOpenConfirmation.class);
  }

  @Test
  void an_opening_is_answered_only_once() {
    Stage stage = thinking(Role.SERVER);
    stage.send(open(FORWARD, 10), open(FORWARD, 11));
    waiting.get(0).accept(new RecordingHandler());
    waiting.get(1).refuse();

    for (IncomingChannel answered : waiting) {
      assertThatThrownBy(() -> answered.accept(new RecordingHandler()))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(answered::refuse).isInstanceOf(IllegalStateException.class);
    }
    stage.settle();
    assertThat(stage.peer.messages()).hasSize(2);
  }

  @Test
  void a_refused_channel_is_closed_and_its_number_taken_again() {
    Stage stage = thinking(Role.SERVER);
    stage.send(open(FORWARD, 10));
    waiting.getFirst().refuse();
    stage.settle();
    assertThat(waiting.getFirst().channel().closed()).isCompleted();

    stage.send(open(FORWARD, 11));
    waiting.getLast().accept(new RecordingHandler());
    stage.settle();
    ChannelOpenConfirmation confirmation =
        (ChannelOpenConfirmation) stage.peer.messages().getLast();
    assertThat(confirmation.senderChannel()).isZero();
  }

  @Test
  void what_is_written_before_it_is_accepted_goes_out_after() throws Exception {
    Stage stage = thinking(Role.SERVER);
    stage.send(open(FORWARD, 10));
    waiting.getFirst().channel().output().write("early".getBytes());
    stage.settle();
    assertThat(stage.peer.payloads()).isEmpty();

    waiting.getFirst().accept(new RecordingHandler());
    stage.settle();
    List<byte[]> payloads = stage.peer.payloads();
    assertThat(Stage.numbers(payloads)).first().isEqualTo(ChannelOpenConfirmation.NUMBER);
    assertThat(Stage.dataOf(payloads)).asString().isEqualTo("early");
  }

  @Test
  void the_peer_may_send_nothing_to_a_channel_that_waits() {
    Stage stage = thinking(Role.SERVER);
    stage.send(open(FORWARD, 10));
    stage.send(Stage.data(0, "early")).assertRefused(Refusal.Malformed.class);
  }

  @Test
  void whoever_accepts_after_the_end_is_told_that_the_channel_is_closed() {
    Stage stage = thinking(Role.SERVER);
    stage.send(open(FORWARD, 10), open(FORWARD, 11));
    stage.carrier.hangUp();
    stage.settle();
    assertThat(waiting.getFirst().channel().closed()).isCompleted();

    RecordingHandler handler = new RecordingHandler();
    waiting.get(0).accept(handler);
    waiting.get(1).refuse();
    stage.settle();
    assertThat(handler.closed).isTrue();
  }

  @Test
  void a_forward_is_no_session() {
    Stage stage = thinking(Role.SERVER);
    stage.send(open(FORWARD, 10), open(FORWARD, 11));
    stage.send(open(new ChannelType.Session(), 12), open(new ChannelType.Session(), 13));

    assertThat(waiting).extracting(IncomingChannel::others).containsExactly(0, 1, 0, 1);
    waiting.get(2).accept(new RecordingHandler());
    waiting.get(3).refuse();
    stage.settle();
    stage.send(new ChannelClose(2), open(new ChannelType.Session(), 14));
    assertThat(waiting.getLast().others()).isZero();
  }

  @Test
  void no_more_sessions_forbids_sessions_and_nothing_else() {
    Stage stage = thinking(Role.SERVER);
    stage.send(new GlobalRequest(new GlobalRequestType.NoMoreSessions(), true));
    assertThat(stage.onlyAnswer()).isInstanceOf(RequestSuccess.class);

    stage.send(open(FORWARD, 10));
    assertThat(waiting).extracting(IncomingChannel::type).containsExactly(FORWARD);
    stage.assertAlive();

    stage.send(open(new ChannelType.Session(), 11));
    assertThat(stage.refusal()).isEqualTo(Refusal.SESSION_AFTER_THE_LAST);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void a_channel_is_in_use_from_its_opening_or_its_confirmation_until_both_sides_have_closed_it() {
    Stage stage = thinking(Role.SERVER);
    List<Boolean> told = new ArrayList<>();
    stage.end.watchUse(told::add);
    stage.send(open(FORWARD, 10), open(FORWARD, 11));
    assertThat(told).containsExactly(false);

    waiting.get(0).refuse();
    waiting.get(1).accept(new RecordingHandler());
    stage.settle();
    assertThat(told).containsExactly(false, true);

    CompletableFuture<Channel> ours =
        stage.end.open(new ChannelType.AuthAgent(), new RecordingHandler());
    stage.settle();
    stage.send(new ChannelClose(1));
    assertThat(told).containsExactly(false, true);
    stage.send(new ChannelOpenFailure(0, OpenFailureReason.CONNECT_FAILED, "no"));
    assertThat(ours).isCompletedExceptionally();
    assertThat(told).containsExactly(false, true, false);
  }

  @Test
  void openings_that_wait_are_limited() {
    Stage stage = thinking(Role.SERVER);
    ChannelType other = new ChannelType.DirectStreamlocal("/tmp/socket");
    for (int i = 0; i < 1024; i++) {
      stage.send(open(i % 2 == 0 ? FORWARD : other, i));
    }
    assertThat(stage.peer.payloads()).isEmpty();
    stage.send(open(FORWARD, 1024));
    assertThat(failure(stage.onlyAnswer()).reason())
        .isEqualTo(OpenFailureReason.RESOURCE_SHORTAGE.code());

    waiting.getFirst().accept(new RecordingHandler());
    stage.send(open(FORWARD, 1025));
    assertThat(stage.onlyAnswer()).isInstanceOf(ChannelOpenConfirmation.class);
    assertThat(waiting).hasSize(1025);
  }

  @Test
  void many_forwards_leave_room_for_a_session() {
    Stage stage = Stage.server().open();
    stage.opening = channel -> channel.accept(new RecordingHandler());
    for (int i = 0; i < 1024; i++) {
      stage.send(open(FORWARD, i));
    }
    assertThat(stage.peer.messages()).hasOnlyElementsOfType(ChannelOpenConfirmation.class);

    stage.send(open(FORWARD, 1024), open(new ChannelType.Session(), 1025));

    List<Message> answers = stage.peer.messages();
    assertThat(failure(answers.getFirst()).reason())
        .isEqualTo(OpenFailureReason.RESOURCE_SHORTAGE.code());
    assertThat(answers.getLast()).isInstanceOf(ChannelOpenConfirmation.class);
  }

  // ours

  @ParameterizedTest
  @MethodSource("knownTypes")
  void both_ends_open_channels_of_any_type(ChannelType type) throws Exception {
    for (Role role : Role.values()) {
      Stage stage = Stage.of(role).open();
      CompletableFuture<Channel> opening = stage.end.open(type, new RecordingHandler());
      stage.settle();
      ChannelOpen open = (ChannelOpen) stage.onlyAnswer();
      assertThat(open.type()).isEqualTo(type);
      stage.send(new ChannelOpenConfirmation(open.senderChannel(), 3, 100, 100, new byte[0]));
      assertThat(opening.join().type()).isEqualTo(type);
      opening.join().output().write("data".getBytes());
      stage.settle();
      assertThat(Stage.dataOf(stage.peer.payloads())).asString().isEqualTo("data");
    }
  }

  @Test
  void who_is_refused_learns_the_reason() {
    Stage stage = Stage.client().open();
    RecordingHandler handler = new RecordingHandler();
    CompletableFuture<Channel> opening = stage.end.open(FORWARD, handler);
    stage.settle();
    stage.send(new ChannelOpenFailure(0, OpenFailureReason.CONNECT_FAILED, "no\u001b[2J route"));

    assertThatThrownBy(opening::join)
        .cause()
        .isInstanceOfSatisfying(
            ChannelRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(2);
              assertThat(refused.description()).isEqualTo("no\\033[2J route");
            });
    assertThat(handler.closed).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"x11, 256", "auth-agent@openssh.com, 256", "tun@openssh.com, 64"})
  void each_type_has_a_limit_of_its_own(String name, int limit) {
    ChannelType type =
        knownTypes().stream().filter(known -> known.name().equals(name)).findFirst().orElseThrow();
    Stage stage = Stage.client().open();
    stage.opening = incoming -> incoming.accept(new RecordingHandler());
    for (int i = 0; i < limit; i++) {
      assertThat(stage.send(open(type, i)).onlyAnswer())
          .isInstanceOf(ChannelOpenConfirmation.class);
    }
    assertThat(failure(stage.send(open(type, limit)).onlyAnswer()).reason())
        .isEqualTo(OpenFailureReason.RESOURCE_SHORTAGE.code());
    stage.send(new ChannelClose(0));
    stage.peer.payloads();
    assertThat(stage.send(open(type, limit)).onlyAnswer())
        .isInstanceOf(ChannelOpenConfirmation.class);
  }

  @Test
  void we_open_no_more_than_a_connection_may_have() {
    Stage stage = Stage.client().open();
    for (int i = 0; i < 1024; i++) {
      stage.end.open(FORWARD, new RecordingHandler());
      stage.settle();
      stage.peer.payloads();
    }
    CompletableFuture<Channel> opening = stage.end.open(FORWARD, new RecordingHandler());
    stage.settle();

    assertThatThrownBy(opening::join)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("too many channels");
    assertThat(stage.peer.payloads()).isEmpty();
  }
}
