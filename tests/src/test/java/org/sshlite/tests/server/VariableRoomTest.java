package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;

/** All variables of a session have 256 KiB, their names with them. */
class VariableRoomTest {
  /** Two as long as Linux gives to a program, and what is left for a third. */
  private static final int LONG = 131_000;

  private static final int LEFT = 256 * 1024 - 2 * ("LC_A".length() + LONG) - "LC_D".length();

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

  @Test
  void so_does_an_application() throws Exception {
    try (PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
        SshServer server =
            SshServer.start(
                ServerOptions.builder()
                    .listen("127.0.0.1", 0)
                    .hostKey(hostKey)
                    .passwords((_, _) -> true)
                    .shell(
                        terminal -> {
                          String names = String.join(" ", terminal.environment().keySet());
                          terminal.output().write(names.getBytes(StandardCharsets.UTF_8));
                          return 0;
                        })
                    .build());
        LoopbackClient client =
            new LoopbackClient(TransportOptions.defaults(), hostKey.publicKey())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      Channel channel =
          LoopbackClient.await(client.logIn(address).open(new ChannelType.Session(), () -> {}));
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

  private static boolean sets(Channel channel, String name, int length) {
    return LoopbackClient.await(channel.request(new SessionRequest.Env(name, "x".repeat(length))));
  }
}
