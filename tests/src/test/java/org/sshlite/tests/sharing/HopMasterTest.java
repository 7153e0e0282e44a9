package org.sshlite.tests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** Masters of the hosts on the way: {@code -J gate} goes through the one of gate. */
class HopMasterTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final List<Client> BOTH = List.of(Client.SSH, Client.SSH_LITE);
  private static final String NO_KEY = "/nonexistent";

  @TempDir private static Path shared;
  private static LiteServer gate;
  private static LiteServer inner;

  @TempDir Path folder;

  @BeforeAll
  static void startServers() throws IOException {
    Client.SSH.require();
    gate = LiteServer.start(Files.createDirectory(shared.resolve("gate")));
    inner = LiteServer.start(Files.createDirectory(shared.resolve("inner")));
  }

  @AfterAll
  static void stopServers() {
    if (gate != null) {
      gate.close();
    }
    if (inner != null) {
      inner.close();
    }
  }

  private Path socket(String name) {
    return folder.resolve(name);
  }

  /**
   * @param gateKey what gate is logged in to with
   * @param shares lines about sharing for gate
   */
  private String[] through(String jumps, String gateKey, String shares) throws IOException {
    String text =
        block("gate", gate.target(), gateKey)
            + shares
            + block("inner", inner.target(), inner.target().identity().file().toString());
    // a path that is more than ASCII, for who runs in the locale C
    Path place = Files.createDirectories(folder.resolve("j\u00fc"));
    Path file = Files.writeString(place.resolve("config"), text);
    return new String[] {"-F", file.toString(), "-J", jumps};
  }

  private static String block(String name, Target target, String key) {
    return """
    Host %s
      HostName 127.0.0.1
      User %s
      Port %d
      IdentityFile %s
      IdentitiesOnly yes
      BatchMode yes
      StrictHostKeyChecking yes
      UserKnownHostsFile %s
    """
        .formatted(name, target.user(), target.port(), key, target.knownHosts());
  }

  private Running master(Client client, Path socket) {
    Running master =
        Login.to(gate.target()).extra("-M", "-N", "-S", socket.toString()).by(client).start();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(socket));
    return master;
  }

  static List<Client> theirs() {
    return WHOLE ? BOTH : List.of(Client.SSH);
  }

  @ParameterizedTest
  @MethodSource("theirs")
  void a_host_is_reached_through_the_master_of_the_jump_host_before_it(Client client)
      throws IOException {
    // of the way to gate nothing is there: it is not gone
    String nowhere = "127.0.0.1:" + LoopbackPort.free();
    String shares = "  ControlPath " + folder + "/%j.%h\n";
    try (Running master = master(client, socket("127.0.0.1.127.0.0.1"))) {
      Finished finished =
          OurProgram.sshLite(through(nowhere + ",gate", NO_KEY, shares))
              .with("inner", "cat; exit 7")
              .input("in\n")
              .run();
      assertThat(finished.text()).as(finished.errors()).isEqualTo("in\n");
      assertThat(finished.status()).isEqualTo(7);
      assertThat(master.isAlive()).isTrue();

      Finished refused =
          OurProgram.sshLite(through(nowhere + ",gate", NO_KEY, shares))
              .with("-p", "" + LoopbackPort.free(), "inner", "true")
              .run();
      assertThat(refused.errors()).contains("Stdio forwarding request failed: ");
      assertThat(refused.status()).isEqualTo(255);

      // without a master the whole way is gone
      Finished alone =
          OurProgram.sshLite(through(nowhere + ",gate", NO_KEY, "  ControlPath none\n"))
              .with("inner", "true")
              .run();
      assertThat(alone.status()).isEqualTo(255);
    }
  }

  static List<Client> ours() {
    return WHOLE ? BOTH : List.of(Client.SSH_LITE);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void a_jump_host_may_have_the_name_of_the_host_in_its_own(Client client) throws IOException {
    String text =
        block("gate-inner", gate.target(), gate.target().identity().file().toString())
            + block("inner", inner.target(), inner.target().identity().file().toString());
    Path file = Files.writeString(folder.resolve("config"), text);
    Finished finished =
        by(client, "-F", file.toString(), "-J", "%r@gate-%n", "inner", "echo in").run();
    assertThat(finished.text()).as(finished.errors()).isEqualTo("in\n");
  }

  private static Program by(Client client, String... arguments) {
    return client == Client.SSH
        ? Program.of(Peers.path("ssh"), arguments)
        : OurProgram.sshLite(arguments);
  }

  @ParameterizedTest
  @MethodSource("ours")
  void a_jump_host_becomes_a_master_that_stays_where_its_configuration_says_so(Client client)
      throws IOException {
    Path socket = socket("mux");
    String shares =
        "  ControlMaster auto\n  ControlPersist yes\n  ControlPath %s\n".formatted(socket);
    String key = gate.target().identity().file().toString();

    Finished first =
        by(client, through("gate", key, shares))
            .env("LC_ALL", "C")
            .with("inner", "cat; exit 7")
            .input("in\n")
            .run();
    assertThat(first.text()).as(first.errors()).isEqualTo("in\n");
    assertThat(first.status()).isEqualTo(7);

    Finished second = by(client, through("gate", NO_KEY, shares)).with("inner", "echo again").run();
    assertThat(second.text()).as(second.errors()).isEqualTo("again\n");

    Finished end = by(client, through("none", key, shares)).with("-O", "exit", "gate").run();
    assertThat(end.errors()).contains("Exit request sent.");
    Awaitility.await().until(() -> Files.notExists(socket));
  }
}
