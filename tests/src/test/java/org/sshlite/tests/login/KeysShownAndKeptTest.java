package org.sshlite.tests.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.agent.Agent;
import org.sshlite.protocol.agent.AgentKey;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Running;

/**
 * VisualHostKey, AddKeysToAgent and ObscureKeystrokeTiming beside ssh, its agent and its server.
 */
class KeysShownAndKeptTest {
  @TempDir static Path folder;
  private static OpenSshServer server;
  private static OpenSshAgent agent;

  @BeforeAll
  static void start() {
    Client.SSH.require();
    OpenSshServer.require();
    OpenSshAgent.require();
    server = OpenSshServer.start(folder);
    agent = OpenSshAgent.startUnattended(folder.resolve("agent"));
  }

  @AfterAll
  static void stop() {
    if (agent != null) {
      agent.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static AgentKey only() {
    try {
      return new Agent(agent.socket()).keys().getFirst();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Finished logIn(Client client, String... options) {
    return Login.to(server.target()).extra(options).command("true").by(client).run();
  }

  /**
   * Without ends of lines, which are LF within a message of ssh's, and as ssh had it before 10.1.
   */
  private static String plain(Finished finished) {
    return finished.errors().replace("\r", "").replace("fingerprint is: ", "fingerprint is ");
  }

  /** One start for both: what is shown of the host's key, and where the user's goes. */
  @Test
  void a_known_host_is_drawn_as_by_ssh_and_the_key_that_was_used_given_to_the_agent() {
    String[] draws = {"-o", "VisualHostKey=yes", "-o", "FingerprintHash=sha512"};
    Finished theirs = logIn(Client.SSH, draws);
    Finished ours =
        Login.to(server.target())
            .extra(draws)
            .extra("-o", "AddKeysToAgent=confirm 1h", "-o", "IdentityAgent=" + agent.socket())
            .command("true")
            .by(Client.SSH_LITE)
            .run();

    assertThat(ours.errors()).contains("Host key fingerprint is: SHA512:", "----[SHA512]-----+");
    assertThat(plain(ours)).isEqualTo(plain(theirs));
    assertThat(only().publicKey()).isEqualTo(server.target().identity().publicKey());
    assertThatThrownBy(() -> only().sign(only().publicKey().type(), new byte[1]))
        .as("nobody confirms")
        .hasMessageContaining("refused");
    agent.add("-D");
  }

  @Test
  void the_agent_keeps_a_key_as_long_as_it_is_told() throws Exception {
    try (PrivateKey key = PrivateKey.generate("ssh-ed25519", new SecureRandom());
        OpenSshAgent other = OpenSshAgent.start(folder.resolve("other"))) {
      Agent asked = new Agent(other.socket());
      asked.add(key, "for ever", 0, false);
      AgentKey kept = asked.keys().getFirst();
      assertThat(kept.comment()).isEqualTo("for ever");
      assertThat(kept.sign("ssh-ed25519", new byte[1])).isNotEmpty();

      asked.add(key, "for a second", 1, false);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(asked.keys()).isEmpty());
    }
  }

  /** By our server: sshd answers such packets since 9.5. */
  @Test
  void packets_that_the_server_answers_hide_when_keys_are_pressed_and_none_do_without()
      throws IOException {
    try (LiteServer lite = LiteServer.start(Files.createDirectory(folder.resolve("lite")))) {
      try (Running hidden = typing(lite, "yes")) {
        hidden.send("a");
        hidden.awaitErrors("receive packet: type 193"); // PONG
        hidden.send("b\n");
        hidden.awaitOutput("got ab");
        assertThat(hidden.awaitEnd().errors()).contains("send packet: type 192");
      }
      try (Running shown = typing(lite, "no")) {
        shown.send("a");
        shown.awaitOutput("a");
        shown.send("b\n");
        shown.awaitOutput("got ab");
        assertThat(shown.awaitEnd().errors()).doesNotContain("type 192");
      }
    }
  }

  private static Running typing(LiteServer server, String obscures) {
    Running session =
        Login.to(server.target())
            .pty()
            .extra("-vvv", "-o", "ObscureKeystrokeTiming=" + obscures)
            .command("echo ready; read line; echo got $line")
            .by(Client.SSH_LITE)
            .start();
    session.awaitOutput("ready");
    return session;
  }
}
