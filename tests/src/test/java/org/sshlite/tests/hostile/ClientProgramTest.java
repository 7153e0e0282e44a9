package org.sshlite.tests.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.tests.hostile.RawServer.Script;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Target;

/** What {@code ssh-lite} prints when something is wrong: one clear line, and the status 255. */
class ClientProgramTest {
  @TempDir Path folder;
  private KeyPair identity;

  @BeforeEach
  void makeKey() {
    identity = KeyPair.create(folder.resolve("key"));
  }

  private Login login(int port) {
    Target target =
        new Target("alice", port, identity.publicKey(), identity, "no password", folder);
    return Login.to(target).command("echo out");
  }

  private static void assertOneLine(Finished finished, String line) {
    assertThat(finished.text()).isEmpty();
    assertThat(finished.errors().strip()).isEqualTo(line);
    assertThat(finished.status()).isEqualTo(255);
  }

  @Test
  void nobody_listens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertOneLine(
        login(port).by(Client.SSH_LITE).run(),
        "ssh-lite: connect to host 127.0.0.1 port " + port + ": Connection refused");
  }

  @Test
  void the_host_has_no_address() {
    Finished finished =
        OurProgram.sshLite("-F", "none", "-o", "BatchMode=yes", "nobody.invalid", "true").run();

    assertOneLine(
        finished, "ssh-lite: Could not resolve hostname nobody.invalid: Name or service not known");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 400 Bad Request, 'Connection closed by 127.0.0.1 port PORT: the peer hung up before"
        + " it sent an SSH identification string; it sent \"HTTP/1.1 400 Bad Request\"'",
    "SSH-1.5-old, 'Connection to 127.0.0.1 port PORT ended: the peer speaks SSH protocol 1.5;"
        + " only 2.0 is safe'"
  })
  void the_peer_is_no_SSH_2_server(String line, String message) {
    try (RawServer server = new RawServer(Script.sending((line + "\r\n").getBytes(US_ASCII)))) {
      int port = server.address().getPort();

      assertOneLine(
          login(port).by(Client.SSH_LITE).run(), message.replace("PORT", String.valueOf(port)));
    }
  }

  @Test
  void the_peer_says_nothing_within_the_ConnectTimeout() {
    try (RawServer server = new RawServer(Script.sendingAndSilent(new byte[0]))) {
      int port = server.address().getPort();

      assertOneLine(
          login(port).extra("-o", "ConnectTimeout=1").by(Client.SSH_LITE).run(),
          "Connection to 127.0.0.1 port " + port + " ended: timed out waiting for the server");
    }
  }

  @Test
  void the_configuration_has_an_error() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), "Port 22\nPort twenty-two\n");

    Finished finished = OurProgram.sshLite("-F", file.toString(), "127.0.0.1", "true").run();

    assertOneLine(finished, file + " line 2: Bad port 'twenty-two'.");
  }

  @Test
  void the_configuration_has_a_keyword_that_nobody_knows() throws IOException {
    Path file = Files.writeString(folder.resolve("config"), "\nPotr 22\n");

    Finished finished = OurProgram.sshLite("-F", file.toString(), "127.0.0.1", "true").run();

    assertOneLine(finished, file + " line 2: Bad configuration option: Potr");
  }

  @Test
  void not_a_single_attempt_is_asked_for() {
    assertOneLine(
        OurProgram.sshLite("-F", "none", "-o", "ConnectionAttempts=0", "127.0.0.1", "true").run(),
        "Invalid number of ConnectionAttempts");
  }

  @Test
  void the_configuration_is_not_there() {
    Path file = folder.resolve("none");

    Finished finished = OurProgram.sshLite("-F", file.toString(), "127.0.0.1", "true").run();

    assertOneLine(finished, file + ": No such file or directory");
  }
}
