package org.sshlite.tests.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.tests.hostile.FaultyProxy.Fault;
import org.sshlite.tests.hostile.RawServer.Script;
import org.sshlite.tests.loopback.LoopbackClient;
import org.sshlite.tests.loopback.LoopbackServer;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** What {@code ssh-lite} prints when something is wrong: one clear line, and the status 255. */
class ClientProgramTest {
  /** Bytes: more than a login takes, and no more than a window. */
  private static final long BEHIND_THE_LOGIN = 100_000;

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
  @Tag("whole") // as the next one, and in process by ConfigReaderTest
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
  void what_would_be_refused_has_no_configuration_to_be_shown() {
    assertOneLine(
        OurProgram.sshLite("-F", "none", "-G", "-n", "-f", "127.0.0.1").run(),
        "Cannot fork into background without a command to execute.");
  }

  @Test
  void a_host_without_a_name_is_not_this_machine() {
    assertOneLine(
        OurProgram.sshLite("-F", "none", "", "true").run(),
        "ssh-lite: Could not resolve hostname : Name or service not known");
  }

  @Test
  void a_host_without_a_name_is_not_learned() {
    Path known = folder.resolve("learned");
    Program client =
        OurProgram.sshLite("-F", "none", "-o", "ProxyCommand=cat", "-o")
            .with("StrictHostKeyChecking=accept-new", "-o", "UserKnownHostsFile=" + known)
            .with("", "true");

    assertOneLine(client.run(), "ssh-lite: a host without a name needs a HostKeyAlias");
    assertThat(known).doesNotExist();
  }

  @Test
  void the_configuration_is_not_there() {
    Path file = folder.resolve("none");

    Finished finished = OurProgram.sshLite("-F", file.toString(), "127.0.0.1", "true").run();

    assertOneLine(finished, "Can't open user config file " + file + ": No such file or directory");
  }

  /** A way to a server that fails, and how what is said of it begins. */
  private record Failing(FaultyProxy proxy, Running program, String line) implements AutoCloseable {
    @Override
    public void close() {
      program.close();
      proxy.close();
    }
  }

  // at the same time: each is a JVM, and one waits
  @Test
  void the_way_fails_in_the_login_or_in_a_session() {
    try (LoopbackServer server = LoopbackServer.start();
        Failing login =
            failing(server, Fault.HANG_UP, 1500, "Connection closed by 127.0.0.1 port PORT: .*");
        Failing reset =
            failing(
                server,
                Fault.RESET,
                BEHIND_THE_LOGIN,
                // by which call it is found is chance
                "(Read from remote host 127.0.0.1: Connection reset by peer"
                    + "|Connection to 127.0.0.1 closed by remote host.)");
        Failing stalled =
            failing(
                server,
                Fault.STALL,
                BEHIND_THE_LOGIN,
                "Timeout, server 127.0.0.1 not responding.")) {
      for (Failing each : List.of(login, reset, stalled)) {
        Finished finished = each.program().awaitEnd();
        assertThat(finished.errors().strip())
            .hasLineCount(1)
            .matches(each.line().replace("PORT", "" + each.proxy().address().getPort()));
        assertThat(finished.status()).isEqualTo(255);
      }
    }
  }

  /** With a client that sends all the time, once it may. */
  private Failing failing(LoopbackServer server, Fault fault, long toServer, String line) {
    FaultyProxy proxy = FaultyProxy.to(server.address(), fault, toServer, Long.MAX_VALUE);
    Target target =
        new Target(
            LoopbackClient.USER,
            proxy.address().getPort(),
            server.hostKey(),
            identity,
            LoopbackClient.PASSWORD,
            folder);
    Running program =
        Login.to(target)
            .extra(
                "-o",
                "ServerAliveInterval=" + (fault == Fault.STALL ? 1 : 0),
                "-o",
                "ServerAliveCountMax=2")
            .command("cat > /dev/null")
            .by(Client.SSH_LITE)
            .input(Path.of("/dev/zero"))
            .output(Path.of("/dev/null"))
            .start();
    return new Failing(proxy, program, line);
  }
}
