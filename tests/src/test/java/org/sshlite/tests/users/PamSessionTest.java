package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.MachineUsers.User;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.PamService;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** Sessions of PAM, by a service of our own, beside those of sshd. */
class PamSessionTest {
  private static Scratch scratch;
  private static MachineUsers users;
  private static PamService service;
  private static RootServer ours;
  private static RootServer theirs;
  private static Path journal;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    PamService.require();
    scratch = new Scratch("pam-session");
    users = MachineUsers.createReal(scratch);
    journal = users.folder().resolve("journal");
    service = new PamService(users, stack());
    String[] configuration = {"PrintMotd no", "PrintLastLog no", "ExposeAuthInfo yes"};
    ours = service.sshdLite(configuration);
    theirs = service.openSsh(configuration);
  }

  private static String stack() throws IOException {
    Path limits = users.folder().resolve("limits.conf");
    Files.writeString(
        limits,
        """
        sshlite-alice soft nofile 333
        sshlite-alice hard nofile 777
        sshlite-alice - core 1000
        """);
    Path variables = users.folder().resolve("pam_env.conf");
    Files.writeString(variables, "BY_MODULE DEFAULT=for@{PAM_USER}\n");
    Path said = Files.writeString(users.folder().resolve("said"), "hello %u\n");
    Path hook = users.folder().resolve("hook");
    Files.writeString(
        hook,
        """
        #!/bin/sh
        echo "$PAM_TYPE $PAM_USER $PAM_RHOST $PAM_TTY $(id -u) $(ls /proc/self/fd | wc -l) ${SSH_AUTH_INFO_0%% *} $SSH_CONNECTION" >> %s
        test $PAM_TYPE$PAM_USER != open_sessionsshlite-bob
        """
            .formatted(journal));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    return """
    account required pam_unix.so
    session optional pam_loginuid.so
    session optional pam_keyinit.so force revoke
    session required pam_limits.so conf=%s
    session optional pam_umask.so umask=0027
    session required pam_env.so conffile=%s
    session optional pam_echo.so file=%s
    session required pam_exec.so %s
    """
        .formatted(limits, variables, said, hook);
  }

  @AfterAll
  static void stop() throws IOException {
    if (service != null) {
      service.close();
    }
    if (users != null) {
      users.close();
    }
    for (RootServer server : new RootServer[] {ours, theirs}) {
      if (server != null) {
        server.close();
      }
    }
    if (scratch != null) {
      scratch.close();
    }
  }

  private static Finished run(RootServer server, User user, String command) {
    return Login.to(server.target(user)).command(command).by(Client.SSH).run();
  }

  @Test
  void limits_umask_environment_and_audit_identity_are_those_of_sshd() {
    String command =
        """
        umask; ulimit -a; ulimit -aH; env | sort; id; cat /proc/self/loginuid
        grep -E '^(Cap|Uid|Gid|Groups|NoNewPrivs|SigBlk)' /proc/self/status; ls /proc/self/fd
        exit 13\
        """;
    Finished own = run(ours, ALICE, command);
    Finished other = run(theirs, ALICE, command);
    assertThat(comparable(own.text())).isEqualTo(comparable(other.text()));
    assertThat(own.text()).startsWith("0027\n").contains("BY_MODULE=for" + ALICE.name());
    assertThat(own.text()).contains("333", "777").doesNotContain("MAIL=");
    assertThat(own.errors()).isEqualTo(other.errors());
    assertThat(own.status()).isEqualTo(13);
  }

  @Test
  void each_command_of_a_connection_has_the_users_groups() throws IOException {
    String command = "id; grep -E '^(Cap|Uid|Gid|Groups)' /proc/self/status";
    String wanted = run(theirs, ALICE, command).text();
    Target target = ours.target(ALICE);
    ClientOptions options =
        OurLibrary.options(
            TransportOptions.defaults(), target.identity().file(), target.knownHosts());
    try (SshClient client = SshClient.create(options);
        ClientSession session = client.connect(OurLibrary.destination(target))) {
      for (int i = 0; i < 3; i++) {
        assertThat(session.exec(command).text()).isEqualTo(wanted);
      }
    }
  }

  @Test
  void by_what_a_user_has_logged_in_is_in_a_file_of_his_as_long_as_he_is_there() {
    String command = "cat $SSH_USER_AUTH; stat -c '%u %g %a' $SSH_USER_AUTH; echo $SSH_USER_AUTH";
    for (RootServer server : List.of(theirs, ours)) {
      List<String> lines = run(server, ALICE, command).text().lines().toList();
      assertThat(lines.subList(0, 2))
          .containsExactly(
              "publickey " + users.key().line().replaceFirst("( \\S+) .*", "$1"),
              "%d %d 600".formatted(ALICE.uid(), ALICE.gid()));
      assertThat(lines.get(2)).startsWith("/tmp/sshauth.");
      Awaitility.await().until(() -> Files.notExists(Path.of(lines.get(2))));
    }
  }

  /** sshd ends the connection; ours says so besides. */
  @Test
  void whose_account_is_closed_is_told_and_the_connection_ends() {
    Program.of(Peers.path("usermod"), "-e", "2020-01-01", BOB.name()).runWell();
    try {
      for (RootServer server : List.of(theirs, ours)) {
        for (Login way : List.of(Login.to(server.bob()), Login.to(server.bob()).byPassword())) {
          Finished refused = way.command("id").by(Client.SSH).run();
          assertThat(refused.status()).isEqualTo(255);
          assertThat(refused.errors())
              .startsWith("Your account has expired; please contact your system administrator.\n")
              .doesNotContain("Permission denied");
        }
        server
            .program()
            .awaitErrors(
                "Access denied for user " + BOB.name() + " by PAM account configuration [preauth]");
      }
    } finally {
      Program.of(Peers.path("usermod"), "-e", "", BOB.name()).runWell();
    }
  }

  private static String comparable(String text) {
    return text.replaceAll("(?m)^(PATH|SSH_CLIENT|SSH_CONNECTION|SSH_USER_AUTH)=.*", "$1");
  }

  @Test
  void a_session_is_closed_when_its_client_is_killed() throws IOException {
    Files.deleteIfExists(journal);
    String open = "open_session %s 127.0.0.1 ssh 0 ".formatted(ALICE.name());
    try (Running client =
        Login.to(ours.alice()).pty().command("echo here; sleep 600").by(Client.SSH).start()) {
      client.awaitOutput("here");
      assertThat(journal).content().startsWith(open).hasLineCount(1);
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(journal).content().hasLineCount(2));
    assertThat(Files.readAllLines(journal).getLast())
        .isEqualTo(Files.readAllLines(journal).getFirst().replace("open", "close"));
  }

  @Test
  void who_is_refused_a_session_is_told_what_modules_said() {
    for (RootServer server : List.of(theirs, ours)) {
      Finished refused = run(server, BOB, "id");
      assertThat(refused.text()).startsWith("hello " + BOB.name()).doesNotContain("uid=");
      assertThat(refused.status()).isEqualTo(254);
    }
    // on a terminal too, which is all that a person sees
    Finished person = Login.to(ours.bob()).pty().command("id").by(Client.SSH).run();
    assertThat(person.text()).startsWith("hello " + BOB.name() + "\r\n").doesNotContain("uid=");
    assertThat(person.status()).isEqualTo(254);
    ours.program().awaitErrors("PAM: pam_open_session(): ");
  }

  @Test
  void a_shell_is_told_what_modules_said_unless_its_user_does_not_want_it() throws IOException {
    for (RootServer server : List.of(theirs, ours)) {
      Program shell = Login.to(server.alice()).by(Client.SSH).input("echo typed\n");
      assertThat(shell.run().text()).isEqualTo("hello " + ALICE.name() + "\ntyped\n");
    }
    Path hush = Files.createFile(users.home(ALICE).resolve(".hushlogin"));
    try {
      Program shell = Login.to(ours.alice()).by(Client.SSH).input("echo typed\n");
      assertThat(shell.run().text()).isEqualTo("typed\n");
    } finally {
      Files.delete(hush);
    }
  }

  @Test
  void of_shells_over_one_connection_the_first_is_told() {
    for (RootServer server : List.of(theirs, ours)) {
      Path socket = users.folder().resolve("mux-" + (server == ours));
      try (Running _ = shared(server, socket).extra("-M", "-N").by(Client.SSH).start()) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(socket));
        Program shell = shared(server, socket).by(Client.SSH).input("echo typed\n");
        assertThat(shell.run().text()).isEqualTo("hello " + ALICE.name() + "\ntyped\n");
        assertThat(shell.run().text()).isEqualTo("typed\n");
      }
    }
  }

  private static Login shared(RootServer server, Path socket) {
    return Login.to(server.alice()).extra("-S", socket.toString());
  }

  @Test
  void a_script_of_the_users_runs_before_commands_unless_his_key_forbids_it() throws IOException {
    Path rc = users.home(ALICE).resolve(".ssh/rc");
    Path keys = users.home(ALICE).resolve(".ssh/authorized_keys");
    Files.writeString(rc, "echo rc of $(id -un) in $PWD with $BY_MODULE; cat\n");
    try {
      for (RootServer server : List.of(theirs, ours)) {
        Finished finished =
            Login.to(server.alice()).command("cat; exit 3").by(Client.SSH).input("in").run();
        assertThat(finished.text())
            .isEqualTo(
                "rc of %s in %s with for%1$s\nin".formatted(ALICE.name(), users.home(ALICE)));
        assertThat(finished.status()).isEqualTo(3);
      }
      Files.writeString(keys, "no-user-rc " + users.key().line() + "\n");
      for (RootServer server : List.of(theirs, ours)) {
        assertThat(run(server, ALICE, "echo none").text()).isEqualTo("none\n");
      }
    } finally {
      Files.delete(rc);
      Files.writeString(keys, users.key().line() + "\n");
    }
  }

  @Test
  void who_must_change_his_password_can_do_nothing_else() {
    Program.of(Peers.path("chage"), "-d", "0", ALICE.name()).runWell();
    try {
      for (RootServer server : List.of(theirs, ours)) {
        Finished finished = run(server, ALICE, "id");
        assertThat(finished.text()).isEmpty();
        assertThat(finished.errors())
            // an sshd before that says what modules said of the account
            .endsWith(
                "WARNING: Your password has expired.\n"
                    + "Password change required but no TTY available.\n");
        assertThat(finished.status()).isEqualTo(1);
      }
      Finished files = Login.to(ours.alice()).extra("-s").command("sftp").by(Client.SSH).run();
      assertThat(files.text()).isEmpty();
      try (Running client = Login.to(ours.alice()).pty().command("id").by(Client.SSH).start()) {
        client.awaitOutput("Current password:");
      }
    } finally {
      Program.of(Peers.path("chage"), "-d", "2026-01-01", ALICE.name()).runWell();
    }
  }
}
