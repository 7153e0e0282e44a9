package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.transport.Role;

/** Each opening and each global request of a forward, in each state and either role. */
class ForwardMessagesTest {
  private enum State {
    KEYS_AWAITED,
    LOGIN,
    OPEN,
    REKEYING;

    Stage of(Role role) {
      Stage stage = Stage.of(role);
      return switch (this) {
        case KEYS_AWAITED -> stage.identified();
        case LOGIN -> stage.keys();
        case OPEN, REKEYING -> stage.open();
      };
    }
  }

  private static final int NUMBER = 4711;

  private static final List<ChannelType> TYPES =
      List.of(
          new ChannelType.DirectTcpip("host", 80, "127.0.0.1", 1),
          new ChannelType.DirectTcpip("", 0xffffffffL, "", 0xffffffffL),
          new ChannelType.ForwardedTcpip("host", 80, "127.0.0.1", 1),
          new ChannelType.DirectStreamlocal("/tmp/socket", "", 0),
          new ChannelType.ForwardedStreamlocal("/tmp/socket", ""),
          new ChannelType.AuthAgent(),
          new ChannelType.X11("127.0.0.1", 1),
          new ChannelType.Tunnel(1, 0));

  private static final List<GlobalRequestType> REQUESTS =
      List.of(
          new GlobalRequestType.TcpipForward("", 0),
          new GlobalRequestType.TcpipForward("host", 0xffffffffL),
          new GlobalRequestType.CancelTcpipForward("", 0),
          new GlobalRequestType.StreamlocalForward("/tmp/socket"),
          new GlobalRequestType.CancelStreamlocalForward("/tmp/socket"));

  static Stream<Arguments> openings() {
    return cells(TYPES);
  }

  static Stream<Arguments> requests() {
    return cells(REQUESTS);
  }

  private static Stream<Arguments> cells(List<?> messages) {
    List<Arguments> cells = new ArrayList<>();
    for (Role role : Role.values()) {
      for (State state : State.values()) {
        messages.forEach(message -> cells.add(Arguments.of(role, state, message)));
      }
    }
    return cells.stream();
  }

  private static ChannelOpen open(ChannelType type) {
    return new ChannelOpen(type, NUMBER, 1000, 1000);
  }

  @ParameterizedTest
  @MethodSource("openings")
  void an_opening_is_asked_about_once_logged_in_and_out_of_turn_before(
      Role role, State state, ChannelType type) {
    Stage stage = state.of(role);
    List<IncomingChannel> asked = new ArrayList<>();
    stage.opening = asked::add;
    stage.peer.payloads();
    send(stage, state, open(type));
    if (state == State.KEYS_AWAITED || state == State.LOGIN) {
      assertThat(asked).isEmpty();
      stage.assertRefused(Refusal.OutOfTurn.class);
      return;
    }
    assertThat(asked).extracting(IncomingChannel::type).containsExactly(type);
    asked.getFirst().refuse();
    stage.settle();
    ChannelOpenFailure failure = (ChannelOpenFailure) stage.onlyAnswer();
    assertThat(failure.recipientChannel()).isEqualTo(NUMBER);
    assertThat(failure.reason()).isEqualTo(OpenFailureReason.ADMINISTRATIVELY_PROHIBITED.code());
    stage.assertAlive();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_request_is_asked_about_once_logged_in_and_out_of_turn_before(
      Role role, State state, GlobalRequestType type) {
    Stage stage = state.of(role);
    List<IncomingRequest> asked = new ArrayList<>();
    stage.requested = asked::add;
    stage.peer.payloads();
    send(stage, state, new GlobalRequest(type, true), new GlobalRequest(type, false));
    if (state == State.KEYS_AWAITED || state == State.LOGIN) {
      assertThat(asked).isEmpty();
      stage.assertRefused(Refusal.OutOfTurn.class);
      return;
    }
    assertThat(asked).extracting(IncomingRequest::type).containsExactly(type, type);
    asked.get(1).succeed(new byte[4]);
    stage.settle();
    assertThat(stage.peer.payloads()).as("answers keep their order").isEmpty();
    asked.getFirst().fail();
    stage.settle();
    assertThat(stage.peer.messages()).containsExactly(new RequestFailure());
    stage.assertAlive();
  }

  /**
   * The other end may have begun an exchange of which we do not know: what it sends still counts.
   */
  private static void send(Stage stage, State state, Message... messages) {
    if (state == State.REKEYING) {
      stage.end.rekey();
    }
    for (Message message : messages) {
      stage.peer.send(message);
    }
    stage.settle();
    if (state == State.REKEYING) {
      stage.peer.sendKexInit();
      stage.answerKex();
    }
  }

  /** Nothing of a message may be missing, and nothing follow it. */
  @ParameterizedTest
  @MethodSource("openings")
  void an_opening_that_is_cut_off_or_goes_on_is_malformed(
      Role role, State state, ChannelType type) {
    if (state != State.OPEN) {
      return;
    }
    byte[] payload = open(type).payload();
    for (byte[] damaged :
        List.of(
            Arrays.copyOf(payload, payload.length - 1),
            Arrays.copyOf(payload, payload.length + 1))) {
      Stage stage = state.of(role);
      stage.send(damaged);
      stage.assertRefused(Refusal.Malformed.class);
    }
  }
}
