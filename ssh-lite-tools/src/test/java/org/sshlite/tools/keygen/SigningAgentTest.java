package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

/** Signing by keys that OpenSSH's agent has, and whose private key files are gone. */
@Timeout(120)
class SigningAgentTest {
  @TempDir private static Path folder;
  private static Path socket;
  private static Path message;
  private static Process agent;

  @BeforeAll
  static void start_an_agent_with_a_key() throws Exception {
    Peer.require("ssh-agent");
    Peer.require("ssh-add");
    for (String name : List.of("key", "other", "user")) {
      Keygen.good("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder.resolve(name));
    }
    message = Files.writeString(folder.resolve("message"), "the message\n");
    Files.writeString(
        folder.resolve("signers"), "alice " + Files.readString(folder.resolve("key.pub")));
    socket = folder.resolve("agent");
    String command = "ssh-add -q '" + folder.resolve("key") + "' && echo ready && cat";
    agent =
        new ProcessBuilder("ssh-agent", "-a", socket.toString(), "sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = agent.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
    Files.delete(folder.resolve("key"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (agent != null) {
      agent.getOutputStream().close(); // the end of cat, and of the agent with it
      agent.waitFor();
    }
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }

  @Test
  void files_are_signed_by_the_key_of_a_public_key_file() throws Exception {
    for (String how : List.of("-Y", "-UY")) {
      Path signature = file("message.sig");
      Files.deleteIfExists(signature);

      Result result =
          Keygen.withAgent(socket)
              .start(how, "sign", "-q", "-n", "git", "-f", file("key.pub"), message);

      assertThat(result.status()).as(result.toString()).isZero();
      Object[] verify = {
        "-Y", "verify", "-n", "git", "-I", "alice", "-f", file("signers"), "-s", signature
      };
      Result verified = Peer.runWithInput(message, "ssh-keygen", verify);
      assertThat(verified.status()).as(verified.toString()).isZero();
    }
  }

  @Test
  void a_CA_in_the_agent_certifies() throws Exception {
    Result result =
        Keygen.withAgent(socket)
            .start("-q", "-U", "-s", file("key.pub"), "-I", "id", "-n", "bob", file("user.pub"));

    assertThat(result.status()).as(result.toString()).isZero();
    String fingerprint = Keygen.good("-l", "-f", file("key.pub")).out().split(" ")[1];
    assertThat(Peer.keygen("-L", "-f", file("user-cert.pub")).out())
        .contains("Signing CA: ED25519 " + fingerprint);
  }

  @Test
  void a_key_that_the_agent_has_not_comes_from_its_file_unless_it_must_be_the_agents() {
    Object[] arguments = {"-Y", "sign", "-q", "-n", "git", "-f", file("other"), "-"};
    assertThat(Keygen.withAgent(socket).start(arguments).out())
        .startsWith("-----BEGIN SSH SIGNATURE-----");

    Result result =
        Keygen.withAgent(socket).start("-U", "-Y", "sign", "-n", "git", "-f", file("other"), "-");
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages()).isEqualTo("Couldn't find key in agent\n");
    assertThat(
            Keygen.withAgent(socket)
                .start("-U", "-s", file("other"), "-I", "id", "-n", "bob", file("user.pub"))
                .messages())
        .isEqualTo("CA key " + file("other") + " not found in agent\n");
  }

  @Test
  void without_an_agent_U_is_told() {
    Result result = Keygen.run("-U", "-Y", "sign", "-n", "git", "-f", file("other"), "-");
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages()).isEqualTo("Couldn't get agent socket\n");
  }
}
