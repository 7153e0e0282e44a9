package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/**
 * A client with UpdateHostKeys learns the keys that our server announces and proves; one of them is
 * in an agent.
 */
class HostKeyUpdateTest {
  private static String rsa;
  private static String ecdsa;
  private static PublicKey ecdsaKey;
  private static OpenSshAgent agent;
  private static LiteServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Peers.require("ssh-keygen");
    rsa = generate(folder.resolve("rsa"), "-t", "rsa", "-b", "2048");
    ecdsa = generate(folder.resolve("ecdsa"), "-t", "ecdsa");
    ecdsaKey = publicKey(folder.resolve("ecdsa"));
    agent = agent(folder.resolve("agent"), folder.resolve("ecdsa"));
    Path place = Files.createDirectory(folder.resolve("server"));
    server =
        LiteServer.start(
            place,
            "HostKey " + place.resolve("host_key"),
            "HostKey " + folder.resolve("rsa"),
            "HostKey " + folder.resolve("ecdsa"),
            "HostKeyAgent " + agent.socket());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (agent != null) {
      agent.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SSH", "SSH_LITE"})
  void a_client_learns_the_other_keys_of_the_host_and_tells(Client client) throws Exception {
    client.require();
    // written anew for each login
    Path known = server.target().knownHosts();
    assertThat(Files.readString(known)).doesNotContain(rsa, ecdsa);
    Login login =
        Login.to(server.target()).extra("-N", "-o", "UpdateHostKeys=yes", "-o", "LogLevel=VERBOSE");
    try (Running ssh = login.by(client).start()) {
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(Files.readString(known)).contains(rsa, ecdsa));
      ssh.awaitErrors("Learned new hostkey: RSA SHA256:");
      ssh.awaitErrors("Learned new hostkey: ECDSA SHA256:");
      ssh.terminate();
    }
    Login again =
        Login.to(server.target().withHostKey(ecdsaKey))
            .extra("-o", "HostKeyAlgorithms=ecdsa-sha2-nistp256")
            .command("exit 3");
    assertThat(again.by(client).run().status()).isEqualTo(3);
  }

  /** It has a key whose file is gone. */
  private static OpenSshAgent agent(Path socket, Path key) throws IOException {
    OpenSshAgent.require();
    OpenSshAgent agent = OpenSshAgent.start(socket).add("" + key);
    Files.delete(key);
    return agent;
  }

  private static PublicKey publicKey(Path file) throws Exception {
    return PublicKeyLine.parse(Files.readString(Path.of(file + ".pub")).strip()).key();
  }

  /** The base64 of the public key. */
  private static String generate(Path file, String... type) throws Exception {
    Program.of(Peers.path("ssh-keygen"), "-q", "-N", "", "-f", "" + file).with(type).runWell();
    return Files.readString(Path.of(file + ".pub")).split(" ")[1];
  }
}
