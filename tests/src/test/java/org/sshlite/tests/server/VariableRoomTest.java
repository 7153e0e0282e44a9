package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurLibrary;

/** All variables of a session have 256 KiB, their names with them, and those of a user 4 MiB. */
class VariableRoomTest {
  /** Two as long as Linux gives to a program, and what is left for a third. */
  private static final int LONG = 131_000;

  private static final int LEFT = 256 * 1024 - 2 * ("LC_A".length() + LONG) - "LC_D".length();

  private static final int OF_SESSION = 256 * 1024;
  private static final int OF_USER = 4 * 1024 * 1024;

  private static Map<String, Integer> lengths() {
    return Map.of("LC_A", LONG, "LC_B", LONG, "LC_C", LEFT + 1, "LC_D", LEFT, "LC_E", 0);
  }

  @Test
  void a_command_gets_so_many_bytes_of_them_and_not_one_more(@TempDir Path folder)
      throws IOException {
    Client.SSH.require();
    StringBuilder set = new StringBuilder("SetEnv");
    for (String name : lengths().keySet().stream().sorted().toList()) {
      set.append(' ').append(name).append('=').append("x".repeat(lengths().get(name)));
    }
    Path config = Files.writeString(folder.resolve("config"), set.append('\n'));
    try (LiteServer server = LiteServer.start(folder, "AcceptEnv LC_*")) {
      String command = "echo ${#LC_A} ${#LC_B} ${LC_C-unset} ${#LC_D} ${LC_E-unset}";
      Login login = Login.to(server.target()).extra("-F", config.toString()).command(command);
      assertThat(login.by(Client.SSH).run().text())
          .isEqualTo("%d %d unset %d unset\n".formatted(LONG, LONG, LEFT));
    }
  }

  private PrivateKey hostKey;

  @BeforeEach
  void generate() {
    hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  }

  @AfterEach
  void forget() {
    hostKey.close();
  }

  private ServerOptions.Builder options() {
    return ServerOptions.builder()
        .listen("127.0.0.1", 0)
        .hostKey(hostKey)
        .passwords((_, _) -> true);
  }

  private Connection logIn(LoopbackClient client, SshServer server) {
    return client.logIn(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
  }

  private LoopbackClient client() {
    return new LoopbackClient(TransportOptions.defaults(), hostKey.publicKey());
  }

  private static Channel session(Connection connection) {
    return LoopbackClient.await(connection.open(new ChannelType.Session(), () -> {}));
  }

  @Test
  void so_does_an_application() throws Exception {
    try (SshServer server =
            SshServer.start(
                options()
                    .shell(
                        terminal -> {
                          String names = String.join(" ", terminal.environment().keySet());
                          terminal.output().write(names.getBytes(StandardCharsets.UTF_8));
                          return 0;
                        })
                    .build());
        LoopbackClient client = client()) {
      Channel channel = session(logIn(client, server));
      assertThat(sets(channel, "LC_A", LONG)).isTrue();
      assertThat(sets(channel, "LC_B", LONG)).isTrue();
      assertThat(sets(channel, "LC_C", LEFT + 1)).isFalse();
      assertThat(sets(channel, "LC_D", LEFT)).isTrue();
      assertThat(sets(channel, "LC_E", 0)).isFalse();
      LoopbackClient.await(channel.request(new SessionRequest.Shell()));
      assertThat(new String(channel.input().readAllBytes(), StandardCharsets.UTF_8).split(" "))
          .containsExactlyInAnyOrder("LC_A", "LC_B", "LC_D");
    }
  }

  /** Each session of two connections, while none has been started. */
  @Test
  void all_sessions_of_a_user_have_4_MiB_until_they_are_started_or_closed() throws Exception {
    try (SshServer server = SshServer.start(options().shell(_ -> 0).build());
        LoopbackClient client = client()) {
      Connection one = logIn(client, server);
      Connection other = logIn(client, server);
      Deque<Channel> full = new ArrayDeque<>();
      for (int i = 0; i < OF_USER / OF_SESSION; i++) {
        Channel next = session(i % 2 == 0 ? one : other);
        assertThat(fills(next)).isTrue();
        full.add(next);
      }
      Channel next = session(one);
      assertThat(sets(next, "", 1)).isFalse();
      full.remove().close();
      Awaitility.await().until(() -> fills(next));
      assertThat(sets(session(other), "", 1)).isFalse();
    }
  }

  @Test
  void a_process_that_runs_has_its_own_and_needs_no_room(@TempDir Path folder) throws Exception {
    try (LiteServer server = LiteServer.start(folder, "AcceptEnv LC_*", "MaxSessions 100");
        SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(),
                    server.target().identity().file(),
                    server.target().knownHosts()));
        ClientSession session = client.connect(OurLibrary.destination(server.target()))) {
      for (int i = 0; i <= OF_USER / OF_SESSION; i++) {
        SessionChannel next = session.open().join();
        assertThat(next.request(env("LC_A", LONG)).join()).isTrue();
        assertThat(next.request(env("LC_B", LONG)).join()).isTrue();
        assertThat(next.request(new SessionRequest.Exec("cat")).join()).isTrue();
        assertThat(next.request(env("LC_C", 1)).join()).as("after its start").isFalse();
      }
    }
  }

  private static SessionRequest env(String name, int length) {
    return new SessionRequest.Env(name, "x".repeat(length));
  }

  /** All that it may have: more than a packet holds. */
  private static boolean fills(Channel channel) {
    return sets(channel, "A", OF_SESSION / 2 - 1) && sets(channel, "B", OF_SESSION / 2 - 1);
  }

  private static boolean sets(Channel channel, String name, int length) {
    return LoopbackClient.await(channel.request(env(name, length)));
  }
}
