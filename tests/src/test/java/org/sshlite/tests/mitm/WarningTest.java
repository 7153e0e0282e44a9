package org.sshlite.tests.mitm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/** What a person sees who runs {@code ssh-lite} with someone in the middle. */
class WarningTest {
  private static LiteServer ours;

  @BeforeAll
  static void startServer(@TempDir Path shared) {
    ours = LiteServer.start(shared);
  }

  @AfterAll
  static void stopServer() {
    if (ours != null) {
      ours.close();
    }
  }

  @Test
  void a_host_key_of_another_is_an_alarm_before_our_server() {
    assertAlarm(ours);
  }

  @Test
  @Tag("whole")
  void a_host_key_of_another_is_an_alarm_before_OpenSSH(@TempDir Path folder) {
    OpenSshServer.require();
    try (Server server = OpenSshServer.start(folder)) {
      assertAlarm(server);
    }
  }

  /**
   * The key is tried first: a signature given away would be bound to this connection, yet is not
   * given.
   */
  private void assertAlarm(Server server) {
    Target target = server.target();
    try (TerminatingProxy proxy = new TerminatingProxy(target.address(), target.hostKey())) {
      Target middle = target.withPort(proxy.address().getPort());

      Finished finished = Login.to(middle).command("echo out").by(Client.SSH_LITE).run();

      assertThat(finished.status()).isEqualTo(255);
      assertThat(finished.text()).isEmpty();
      assertThat(finished.errors())
          .contains("WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!")
          .contains("Offending ED25519 key in " + middle.knownHosts() + ":1")
          .contains(target.hostKey().fingerprint())
          .contains(proxy.hostKey().fingerprint())
          .contains("Host key verification failed.");
      assertThat(proxy.seen()).isEmpty();
    }
  }

  /** Of "ask" StrictHostKeyCheckingTest tells as much: here by {@code -P whole}. */
  static Stream<String> otherLevels() {
    return Stream.of("no", "accept-new", "ask").limit(Boolean.getBoolean("whole") ? 3 : 2);
  }

  /** Who goes on in spite of it, as the old habit is, still gives no password away. */
  @ParameterizedTest
  @MethodSource("otherLevels")
  void other_levels_of_checking_give_nothing_away_either(String strictness) {
    Target target = ours.target();
    try (TerminatingProxy proxy = new TerminatingProxy(target.address(), target.hostKey())) {
      Target middle = target.withPort(proxy.address().getPort());

      Finished finished =
          Login.to(middle)
              .extra("-o", "StrictHostKeyChecking=" + strictness)
              .command("echo out")
              .by(Client.SSH_LITE)
              .run();

      assertThat(finished.status()).isEqualTo(255);
      assertThat(finished.errors()).contains("REMOTE HOST IDENTIFICATION HAS CHANGED!");
      assertThat(proxy.seen()).noneMatch(what -> what.startsWith("password"));
    }
  }
}
