package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.loopback.LoopbackClient;

/** A session's texts have limits of their own, and what is longer fails and ends nothing. */
class RequestTextTest {
  private static final int NAME = 1024;

  /** What Linux gives to a program in one argument. */
  private static final int COMMAND = 128 * 1024 - 1;

  private static boolean asks(Channel channel, SessionRequest request) {
    return LoopbackClient.await(channel.request(request));
  }

  private static SessionRequest pty(int length) {
    return new SessionRequest.PtyRequest("x".repeat(length), 80, 24, 0, 0, TerminalModes.NONE);
  }

  private static SessionRequest command(int length) {
    String end = "; echo $TERM | wc -c";
    return new SessionRequest.Exec(":" + " ".repeat(length - 1 - end.length()) + end);
  }

  private static Channel session(Connection connection) {
    return LoopbackClient.await(connection.open(new ChannelType.Session(), () -> {}));
  }

  private void serving(ServerOptions.Builder options, Attempt attempt) throws Exception {
    try (PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
        SshServer server =
            SshServer.start(
                options.listen("127.0.0.1", 0).hostKey(hostKey).passwords((_, _) -> true).build());
        LoopbackClient client =
            new LoopbackClient(TransportOptions.defaults(), hostKey.publicKey())) {
      attempt.by(
          client.logIn(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
    }
  }

  private interface Attempt {
    void by(Connection connection) throws Exception;
  }

  @Test
  void a_terminals_type_and_a_command_are_as_long_as_they_may_be() throws Exception {
    serving(
        ServerOptions.builder().systemShell(),
        connection -> {
          Channel channel = session(connection);
          assertThat(asks(channel, pty(NAME + 1))).isFalse();
          assertThat(asks(channel, pty(NAME))).isTrue();
          assertThat(asks(channel, command(COMMAND + 1))).isFalse();
          assertThat(asks(channel, command(COMMAND))).isTrue();
          assertThat(new String(channel.input().readAllBytes(), StandardCharsets.UTF_8).strip())
              .isEqualTo(String.valueOf(NAME + 1));
        });
  }

  @Test
  void those_of_an_application_are_too() throws Exception {
    serving(
        ServerOptions.builder()
            .shell(
                terminal -> {
                  int type = terminal.type().orElse("").length();
                  int rest =
                      terminal.subsystem().or(terminal::command).orElseThrow().length() + type;
                  terminal.output().write(String.valueOf(rest).getBytes(StandardCharsets.UTF_8));
                  return 0;
                }),
        connection -> {
          Channel one = session(connection);
          assertThat(asks(one, pty(NAME + 1))).isFalse();
          assertThat(asks(one, pty(NAME))).isTrue();
          assertThat(asks(one, new SessionRequest.Subsystem("x".repeat(NAME + 1)))).isFalse();
          assertThat(asks(one, new SessionRequest.Subsystem("x".repeat(NAME)))).isTrue();
          assertThat(one.input().readAllBytes()).asString().isEqualTo("" + 2 * NAME);
          Channel other = session(connection);
          assertThat(asks(other, command(COMMAND + 1))).isFalse();
          assertThat(asks(other, command(COMMAND))).isTrue();
          assertThat(other.input().readAllBytes()).asString().isEqualTo("" + COMMAND);
        });
  }
}
