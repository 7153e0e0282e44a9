package org.sshlite.tests.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/** The server's log beside that of OpenSSH's, of one evening: logins, guessers, strangers. */
class ServerLogTest {
  private static final String END = "Disconnected from user ";
  private static final int LOGINS = 4;

  /** What only several processes have to say, or what says where a key was found. */
  private static final Pattern OF_THEIRS_ALONE =
      Pattern.compile(
          "User child is on pid .*|Accepted key .*|Postponed .*|Could not get shadow .*"
              + "|syslogin_perform_logout: .*|Attempt to write login records .*|Close session: .*"
              + "|Server listening .*");

  @TempDir Path folder;

  /** Ends with a login, whose last line is the last of all. */
  private static void evening(Server server, KeyPair wrong) throws IOException {
    Target target = server.target();
    run(Login.to(target).command("true"), 0);
    run(Login.to(target).pty().command("true"), 0);
    run(Login.to(target).extra("-s").command("sftp"), 0);
    run(Login.to(target.withUser("nosuch")).byPassword().command("true"), 255);
    run(Login.to(target.withIdentity(wrong)).command("true"), 255);
    run(Login.to(target).extra("-o", "Ciphers=aes128-cbc").command("true"), 255);
    new Socket(Target.HOST, target.port()).close();
    server.awaitLog("kex_exchange_identification: Connection closed by remote host");
    run(Login.to(target).command("exit 3"), 3);
    Awaitility.await().until(() -> count(server.log(), END) == LOGINS);
  }

  private static void run(Login login, int status) {
    assertThat(login.by(Client.SSH).run().status()).isEqualTo(status);
  }

  private static long count(String log, String text) {
    return log.lines().filter(line -> line.contains(text)).count();
  }

  /** Without what differs from one run to the next; connections may end in another order. */
  private static List<String> said(Server server) {
    return server
        .log()
        .lines()
        .map(
            line ->
                line.strip()
                    .replace(" [preauth]", "")
                    .replaceAll("\\b" + server.target().user() + "\\b", "USER")
                    .replaceAll("port \\d+", "port N")
                    .replaceAll("pts/\\d+", "pts/N")
                    .replaceAll("SHA256:[^ ]+", "FINGERPRINT"))
        .filter(line -> !OF_THEIRS_ALONE.matcher(line).matches())
        .sorted()
        .toList();
  }

  /** Each line of INFO is one of VERBOSE: by itself in a run of {@code -P whole}. */
  static List<String> levels() {
    return Boolean.getBoolean("whole") ? List.of("VERBOSE", "INFO") : List.of("VERBOSE");
  }

  @ParameterizedTest
  @MethodSource("levels")
  void it_says_what_sshd_says_in_the_same_words(String level) throws IOException {
    OpenSshServer.require();
    Client.SSH.require();
    KeyPair wrong = KeyPair.create(folder.resolve("wrong"));
    // sshd has it by PAM alone
    String[] settings = {
      "LogLevel " + level, "Subsystem sftp internal-sftp", "KbdInteractiveAuthentication no"
    };
    try (Server sshd = OpenSshServer.start(Files.createDirectory(folder.resolve("a")), settings);
        Server ours = LiteServer.start(Files.createDirectory(folder.resolve("b")), settings)) {
      evening(sshd, wrong);
      evening(ours, wrong);

      assertThat(said(ours)).isEqualTo(said(sshd));
    }
  }

  /** With a file, lines say when, and which connection: what watches sshd's log watches ours. */
  @Test
  void fail2ban_finds_every_failed_login_and_takes_nobody_else_for_a_guesser() throws IOException {
    Peers.require("fail2ban-regex");
    Client.SSH.require();
    Path file = folder.resolve("log");
    String name;
    // as it is where nothing is configured
    try (LiteServer server = LiteServer.startWithLog(folder, file, "LogLevel INFO")) {
      name = "sshd\\[" + server.pid();
      run(Login.to(server.target()).command("true"), 0);
      for (int i = 0; i < 3; i++) {
        run(Login.to(server.target().withUser("nosuch")).byPassword().command("true"), 255);
      }
      run(Login.to(server.target()).command("true"), 0);
    }

    String found =
        Program.of(Peers.path("fail2ban-regex"), "--out", "ip", file.toString(), "sshd").runWell();

    // "Invalid user" and "Failed password" of each
    assertThat(found.lines()).hasSize(6).containsOnly("127.0.0.1");
    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d ";
    assertThat(Files.readString(file))
        .containsPattern(time + name + "]: Server listening on 127.0.0.1 port ")
        .containsPattern(time + name + "000001]: Accepted publickey for ")
        .containsPattern(time + name + "000005]: Accepted publickey for ")
        .doesNotContain("Connection from ", "Starting session");
  }

  /** On standard error lines have neither sshd's name nor the connection's number. */
  @Test
  void the_unit_of_the_package_logs_where_sshd_does() throws IOException {
    assertThat(Files.readAllLines(Path.of("../program/dist/src/deb/sshd-lite.service")))
        .contains("ExecStart=/usr/sbin/sshd-lite -D -f /etc/ssh-lite/sshd_config");
  }

  /** systemd would stop a unit of which the kernel has killed any process for want of memory. */
  @Test
  void a_program_that_takes_all_memory_does_not_end_the_unit_of_the_package() throws IOException {
    assertThat(Files.readAllLines(Path.of("../program/dist/src/deb/sshd-lite.service")))
        .contains("OOMPolicy=continue");
  }
}
