package org.sshlite.sshd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.crypto.key.PrivateKey;

@Timeout(120)
class SshServerTest {
  private static ServerOptions.Builder options() {
    return ServerOptions.builder()
        .listen("127.0.0.1", 0)
        .hostKey(PrivateKey.generate("ssh-ed25519", new SecureRandom()))
        .shell(_ -> 0);
  }

  private static String greeting(Socket socket) throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
    return line == null ? "" : line;
  }

  private static Socket connect(SshServer server) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  @Test
  void it_listens_on_the_port_that_was_chosen() throws Exception {
    try (SshServer server = SshServer.start(options().build());
        Socket socket = connect(server)) {
      assertThat(greeting(socket)).startsWith("SSH-2.0-");
    }
  }

  @Test
  void a_port_in_use_is_one_clear_line() throws Exception {
    try (SshServer server = SshServer.start(options().build())) {
      assertThatThrownBy(
              () -> SshServer.start(options().listen("127.0.0.1", server.port()).build()))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1 port " + server.port() + ": Address already in use");
    }
  }

  @Test
  void a_name_without_an_address_is_one_clear_line() {
    assertThatThrownBy(
            () -> SshServer.start(options().listen("no-such-host.invalid", 2222).build()))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot listen on no-such-host.invalid port 2222: no address of that name");
  }

  @Test
  void connections_beyond_the_limit_of_startups_are_dropped_until_one_ends() throws Exception {
    ServerOptions limited = options().startups(new StartupLimit(1, 100, 1)).build();
    try (SshServer server = SshServer.start(limited)) {
      try (Socket first = connect(server)) {
        assertThat(greeting(first)).startsWith("SSH-2.0-");
        try (Socket second = connect(server)) {
          assertThat(second.getInputStream().readAllBytes())
              .asString(US_ASCII)
              .isEqualTo("Not allowed at this time\r\n");
        }
      }
      await()
          .until(
              () -> {
                try (Socket third = connect(server)) {
                  return greeting(third).startsWith("SSH-2.0-");
                } catch (IOException _) {
                  return false;
                }
              });
    }
  }

  @Test
  void closing_ends_connections_and_leaves_no_thread() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    SshServer server = SshServer.start(options().build());
    try (Socket socket = connect(server)) {
      greeting(socket);
      server.close();
      // end of the stream, or a reset: either way it is over
      try {
        assertThat(socket.getInputStream().readAllBytes()).isNotNull();
      } catch (IOException reset) {
        assertThat(reset).isNotNull();
      }
    }
    await().until(() -> ours(before).isEmpty());
  }

  private static Set<String> ours(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("ssh") || name.startsWith("session"))
        .collect(Collectors.toSet());
  }

  @Test
  void a_server_without_an_address_or_a_key_is_a_mistake_of_the_caller() {
    assertThatThrownBy(() -> ServerOptions.builder().build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
