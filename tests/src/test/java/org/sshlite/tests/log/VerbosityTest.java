package org.sshlite.tests.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** The levels of -v and LogLevel, at both ends of one connection. */
class VerbosityTest {
  /** What a user sends: no log is the place for it. */
  private static final String PRIVATE = "what-a-user-sends";

  private static final Pattern WAITED_FOR =
      Pattern.compile(
          "Connection established|Remote protocol version|is known and matches|Authenticated to"
              + "|Local connections|Local forwarding|Remote connections|remote forward |Entering"
              + "|all expected forwarding replies");

  private static LiteServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path shared) {
    server = LiteServer.start(shared, "LogLevel DEBUG3", "AcceptEnv SECRET_VARIABLE");
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static String errors(String verbosity) {
    Finished finished =
        Login.to(server.target()).extra(verbosity).command("exit 3").by(Client.SSH_LITE).run();
    assertThat(finished.status()).isEqualTo(3);
    return finished.errors();
  }

  private static Finished refused(String... arguments) {
    String port = "" + LoopbackPort.free();
    Finished finished =
        OurProgram.sshLite("-F", "none", "-y", "-p", port).with(arguments).with("127.0.0.1").run();
    assertThat(finished.status()).isEqualTo(255);
    return finished;
  }

  @Test
  void the_log_is_the_systems_where_there_is_one_and_LogVerbose_adds_places_of_the_source() {
    String errors = refused("-o", "LogVerbose=Dialer.java:*").errors();
    if (Files.exists(Path.of("/dev/log"))) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors)
          .containsPattern("debug1: Dialer\\.java:\\w+\\(\\):\\d+: Connecting to 127\\.0\\.0\\.1 ")
          .contains("Connection refused");
    }
  }

  @Test
  void the_log_cannot_be_the_systems_and_a_file() {
    assertThat(refused("-E", "log").errors())
        .isEqualToIgnoringNewLines("Can't specify both -y and -E");
  }

  @Test
  void once_shows_what_the_peer_is_and_what_was_asked_for() {
    assertThat(errors("-v"))
        .containsSubsequence(
            "debug1: Remote protocol version 2.0, remote software version sshlite",
            "debug1: kex: algorithm: ",
            "debug1: Server host key: ",
            "debug1: receive: extension server-sig-algs=<",
            "debug1: receive: Authentications that can continue: publickey",
            "debug1: Offering public key: ",
            "debug1: Server accepts key: ",
            "debug1: Authentication succeeded (publickey).",
            "debug1: receive: global request hostkeys-00@openssh.com, reply 0",
            "debug1: send: remote channel 0: request exec, reply 1",
            "debug1: receive: channel 0: request exit-status, reply 0",
            "debug1: Exit status 3")
        .doesNotContain("debug2: ", "debug3: ");
  }

  @Test
  void twice_shows_what_each_side_proposes_and_how_windows_stand_and_so_does_a_server() {
    assertThat(errors("-vv"))
        .contains(
            "debug2: send: KEX algorithms: mlkem768x25519-sha256,",
            "debug2: receive: ciphers ctos: ",
            "debug2: send: open session as channel 0, window ",
            "debug2: receive: channel 0: open as channel 0, window ",
            "debug2: receive: channel 0: close")
        .doesNotContain("debug3: ");

    // and tells its connections apart
    server.awaitLog("send packet: type 99 SSH_MSG_CHANNEL_SUCCESS, ");
    assertThat(server.log())
        .containsPattern(
            "debug1: 127.0.0.1 port \\d+: Remote protocol version 2\\.0, remote software version"
                + " sshlite")
        .containsPattern("debug2: 127.0.0.1 port \\d+: receive: KEX algorithms: ")
        .containsPattern("debug1: 127.0.0.1 port \\d+: receive: channel 0: request exec, reply 1")
        .containsPattern(
            "debug3: 127.0.0.1 port \\d+: send packet: type 99 SSH_MSG_CHANNEL_SUCCESS, ");
  }

  /** Programs that begin tunnels with -v wait for these lines, and take no others. */
  @Test
  void once_tells_of_the_connection_and_of_what_is_forwarded_in_the_words_of_ssh() {
    Path socket = folder.resolve("socket");
    int local = LoopbackPort.free();
    int socks = LoopbackPort.free();
    int remote = LoopbackPort.free();

    List<List<String>> told =
        Stream.of(Client.SSH_LITE, Client.SSH)
            .map(
                client ->
                    Login.to(server.target())
                        .extra("-v", "-o", "ExitOnForwardFailure=yes")
                        .extra("-o", "StreamLocalBindUnlink=yes")
                        .extra("-L", "127.0.0.1:" + local + ":target:1", "-L", socket + ":/there")
                        .extra("-D", "127.0.0.1:" + socks, "-R", remote + ":target:2")
                        .command("exit 0")
                        .by(client)
                        .run()
                        .errors()
                        .lines()
                        .filter(WAITED_FOR.asPredicate())
                        .sorted()
                        .toList())
            .toList();

    assertThat(told.getFirst()).hasSize(14).isEqualTo(told.getLast());
  }

  /** The password, what is typed, a variable's value and a command; nor how long a password is. */
  @Test
  void three_times_shows_every_packet_and_nothing_that_a_user_sends() throws IOException {
    Path askpass =
        Files.writeString(
            folder.resolve("askpass"), "#!/bin/sh\necho %s\n".formatted(Account.PASSWORD));
    Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwxr-xr-x"));
    Target target = server.passwordTarget();
    Program client =
        OurProgram.sshLite("-F", "none", "-vvv", "-o", "PreferredAuthentications=password")
            .with("-o", "UserKnownHostsFile=" + target.knownHosts())
            .with("-o", "SetEnv=SECRET_VARIABLE=" + PRIVATE)
            .with("-p", "" + target.port(), "-l", target.user(), Target.HOST)
            .with("cat >/dev/null; : " + PRIVATE)
            .env("SSH_ASKPASS", askpass.toString())
            .env("SSH_ASKPASS_REQUIRE", "force")
            .input(PRIVATE);

    Finished finished = client.run();

    assertThat(finished.status()).isZero();
    assertThat(finished.errors())
        .contains(
            "debug3: send packet: type 20 SSH_MSG_KEXINIT, ",
            "debug3: receive packet: type 31 of the key exchange method, ",
            "debug3: send packet: type 50 SSH_MSG_USERAUTH_REQUEST",
            "debug3: send packet: type 98 SSH_MSG_CHANNEL_REQUEST, ",
            "debug3: send packet: type 94 SSH_MSG_CHANNEL_DATA",
            "debug3: receive packet: type 97 SSH_MSG_CHANNEL_CLOSE, 5 bytes")
        .doesNotContain(PRIVATE, Account.PASSWORD)
        .doesNotContainPattern("SSH_MSG_USERAUTH_REQUEST.*bytes");
    server.awaitLog("Close session: user " + target.user());
    assertThat(server.log())
        .contains("receive packet: type 94 SSH_MSG_CHANNEL_DATA")
        .doesNotContain(PRIVATE, Account.PASSWORD)
        .doesNotContainPattern("SSH_MSG_USERAUTH_REQUEST.*bytes");
  }
}
