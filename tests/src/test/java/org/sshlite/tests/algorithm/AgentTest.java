package org.sshlite.tests.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Target;

/** Our client's logins at OpenSSH's server by keys that only an agent has. */
class AgentTest {
  private static final Keyring USER = Keyring.ofUser(LoopbackClient.USER);

  @TempDir private Path folder;
  private static KeyFiles files;
  private static OpenSshServer server;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    OpenSshServer.require();
    files = new KeyFiles(folder);
    server = OpenSshServer.start(folder, "AuthorizedKeysFile " + files.authorizedKeys(USER));
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static Finished login(Path agent) {
    Target target = server.target();
    return OurProgram.sshLite("-F", "none", "-o", "BatchMode=yes", "-i", "/nonexistent")
        .with("-o", "UserKnownHostsFile=" + target.knownHosts())
        .with("-o", "GlobalKnownHostsFile=/dev/null", "-o", "IdentityAgent=" + agent)
        .with("-p", "" + target.port(), "-l", target.user(), Target.HOST, "echo in")
        .run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdsa-sha2-nistp521", "rsa-sha2-512"})
  void a_key_in_OpenSSHs_agent_logs_in(String algorithm) {
    OpenSshAgent.require();
    Path socket = folder.resolve("agent");
    try (OpenSshAgent _ =
        OpenSshAgent.start(socket).add(files.privateKey(USER, algorithm).toString())) {
      assertThat(login(socket).text()).isEqualTo("in\n");
    }
  }

  @Test
  void an_agent_that_refuses_to_sign_is_told() {
    OpenSshAgent.require();
    Path socket = folder.resolve("agent");
    try (OpenSshAgent _ =
        OpenSshAgent.startUnattended(socket)
            .add("-c", files.privateKey(USER, "ssh-ed25519").toString())) {
      Finished refused = login(socket);

      assertThat(refused.errors())
          .contains("sign_and_send_pubkey: signing failed for ED25519 \"")
          .contains("\" from agent: agent refused operation")
          .contains("Permission denied");
      assertThat(refused.status()).isEqualTo(255);
    }
  }

  @Test
  void a_key_that_is_for_one_host_logs_in_there_and_nowhere_else() throws Exception {
    OpenSshAgent.require();
    String here = "[" + Target.HOST + "]:" + server.target().port();
    assertThat(loginByKeyFor(here, server.target().knownHosts()).text()).isEqualTo("in\n");

    Path strangers = new KeyFiles(folder).knownKeys("elsewhere", Keyring.ofHost("elsewhere"));
    Finished refused = loginByKeyFor("elsewhere", strangers);

    assertThat(refused.status()).isEqualTo(255);
    assertThat(refused.errors()).contains("Permission denied");
  }

  /** The key is bound to a host by {@code ssh-add -h}, and the login always goes to the server. */
  private Finished loginByKeyFor(String host, Path knownHosts) throws Exception {
    Path socket = Files.createTempDirectory(folder, "bound").resolve("agent");
    String key = files.privateKey(USER, "ssh-ed25519").toString();
    try (OpenSshAgent _ =
        OpenSshAgent.start(socket).add("-H", knownHosts.toString(), "-h", host, key)) {
      return login(socket);
    }
  }

  @Test
  void a_key_in_a_token_logs_in_through_an_agent() throws Exception {
    for (String type :
        List.of("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com")) {
      Path socket = folder.resolve(type.substring(0, 8));
      try (SoftwareAgent _ = new SoftwareAgent(socket, USER.signing(type))) {
        assertThat(login(socket).text()).isEqualTo("in\n");
      }
    }
  }
}
