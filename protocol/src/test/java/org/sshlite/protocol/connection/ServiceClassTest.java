package org.sshlite.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.protocol.connection.ConnectionPair.RecordingHandler;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelRequest;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.protocol.transport.Role;

/** IPQoS: as OpenSSH 10.5, one channel that moves bulk makes the connection bulk. */
class ServiceClassTest {
  private static final int EF = 46 << 2;
  private static final int CS1 = 1 << 5;
  private static final SessionRequest EXEC = new SessionRequest.Exec("true");
  private static final SessionRequest PTY =
      new SessionRequest.PtyRequest("dumb", 80, 24, 0, 0, new TerminalModes(Map.of()));

  private static Stage open(Role role, ServiceClasses classes) {
    Stage stage = Stage.of(role).open();
    stage.end.serviceClasses(classes);
    stage.settle();
    return stage;
  }

  private static Stage open(Role role) {
    Stage stage = open(role, new ServiceClasses(OptionalInt.of(EF), OptionalInt.of(CS1)));
    assertThat(stage.carrier.serviceClasses()).containsExactly(EF);
    return stage;
  }

  /** A client asks for it; a server is asked. */
  private static void request(Stage stage, Channel channel, SessionRequest request) {
    if (stage.role().isClient()) {
      channel.request(request);
      stage.settle();
    } else {
      stage.send(new ChannelRequest(channel.localChannel(), true, request));
    }
  }

  private static void close(Stage stage, Channel channel) {
    stage.send(new ChannelClose(channel.localChannel()));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_command_without_a_terminal_is_bulk_for_as_long_as_it_runs(Role role) {
    Stage stage = open(role);
    Channel channel = stage.session();
    assertThat(stage.carrier.serviceClasses()).isEmpty();
    request(stage, channel, EXEC);
    assertThat(stage.carrier.serviceClasses()).containsExactly(CS1);
    close(stage, channel);
    assertThat(stage.carrier.serviceClasses()).containsExactly(EF);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void a_terminal_is_interactive_but_not_beside_bulk(Role role) {
    Stage stage = open(role);
    Channel terminal = stage.session();
    request(stage, terminal, PTY);
    request(stage, terminal, new SessionRequest.Shell());
    assertThat(stage.carrier.serviceClasses()).isEmpty();
    Channel command = stage.session();
    request(stage, command, EXEC);
    close(stage, terminal);
    assertThat(stage.carrier.serviceClasses()).containsExactly(CS1);
    close(stage, command);
    assertThat(stage.carrier.serviceClasses()).containsExactly(EF);
  }

  @Test
  void what_a_server_refuses_changes_nothing() {
    Stage stage = open(Role.SERVER);
    Channel channel = stage.session();
    stage.handlers.getLast().answer = false;
    request(stage, channel, EXEC);
    assertThat(stage.carrier.serviceClasses()).isEmpty();
  }

  static List<ChannelType> forwards() {
    return List.of(
        new ChannelType.DirectTcpip("host", 80, "::1", 4000),
        new ChannelType.ForwardedTcpip("", 80, "::1", 4000),
        new ChannelType.DirectStreamlocal("/tmp/socket"),
        new ChannelType.ForwardedStreamlocal("/tmp/socket"),
        new ChannelType.X11("::1", 4000));
  }

  @ParameterizedTest
  @MethodSource("forwards")
  void what_is_forwarded_is_bulk(ChannelType type) {
    assertThat(changesOf(type)).containsExactly(CS1);
  }

  @Test
  void an_agent_is_not() {
    assertThat(changesOf(new ChannelType.AuthAgent())).isEmpty();
  }

  private static List<Integer> changesOf(ChannelType type) {
    Stage stage = open(Role.CLIENT);
    stage.opening = incoming -> incoming.accept(new RecordingHandler());
    stage.send(new ChannelOpen(type, Stage.PEER_CHANNEL, 1000, 1000));
    return stage.carrier.serviceClasses();
  }

  @Test
  void none_leaves_what_was_there() {
    Stage stage = open(Role.CLIENT, new ServiceClasses(OptionalInt.of(EF), OptionalInt.empty()));
    request(stage, stage.session(), EXEC);
    assertThat(stage.carrier.serviceClasses()).containsExactly(EF);
  }

  @Test
  void another_choice_holds_at_once_for_what_is_open() {
    Stage stage = open(Role.SERVER);
    request(stage, stage.session(), EXEC);
    stage.end.serviceClasses(new ServiceClasses(OptionalInt.of(0), OptionalInt.of(8)));
    stage.settle();
    assertThat(stage.carrier.serviceClasses()).containsExactly(CS1, 8);
  }

  @Test
  void a_field_is_a_byte() {
    assertThatThrownBy(() -> new ServiceClasses(OptionalInt.of(256), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
