package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.MachineUsers.User;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** Each user of the machine gets what is his, as from sshd. */
class RootServerTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final int LOGINS = 20;
  private static final String WITHOUT_RC = "127.0.3.1";
  private static final String WITHOUT_PASSWORDS = "127.0.3.2";

  /** Whose key would let them in, and why it does not. */
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "locked",
          "User locked not allowed because account is locked",
          "unshadowed",
          "User unshadowed not allowed because account is locked",
          "expired",
          "User expired not allowed because account is locked",
          "noshell",
          "User noshell not allowed because shell /no/such/shell does not exist",
          "nobody-of-that-name",
          "Invalid user nobody-of-that-name from 127.0.0.1");

  private static final Path WTMP = Path.of("/var/log/wtmp");

  // struct utmp of x86-64
  private static final int RECORD = 384;
  private static final int PROCESS = 4;

  private static Scratch scratch;
  private static MachineUsers users;
  private static RootServer ours;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("users");
    users = MachineUsers.create(scratch);
    Path keys = Files.writeString(users.folder().resolve("keys"), users.key().line() + "\n");
    ours =
        users.sshdLite(
            "MaxStartups 200",
            "PerSourcePenalties no",
            "UsePAM no",
            "Match Address " + WITHOUT_RC,
            "PermitUserRC no",
            "PermitEmptyPasswords yes",
            "Match Address " + WITHOUT_PASSWORDS,
            "PasswordAuthentication no",
            "Match User " + String.join(",", OUTSIDE.keySet()),
            "AuthorizedKeysFile " + keys,
            "Match all");
  }

  @AfterAll
  static void stop() throws IOException {
    if (users != null) {
      users.close();
    }
    if (ours != null) {
      ours.close();
      scratch.close();
    }
  }

  private static Finished run(RootServer server, User user, String command) {
    return Login.to(server.target(user)).command(command).by(Client.SSH).run();
  }

  @Test
  void ids_limits_environment_and_exit_status_are_those_of_sshd() {
    String command =
        """
        id; pwd; umask; ulimit -a; ulimit -aH; echo $0; tty; env | sort; ls -ld . /proc/self/fd/0
        grep -E '^(Cap|Uid|Gid|Groups|NoNewPrivs|Seccomp|SigBlk)' /proc/self/status
        cat /proc/self/oom_score_adj; ls /proc/self/fd; nosuchcommand; exit 13\
        """;
    try (RootServer openSsh = users.openSsh()) {
      for (User user : List.of(ALICE, BOB)) {
        Finished theirs = run(openSsh, user, command);
        Finished own = run(ours, user, command);
        assertThat(comparable(own.text())).isEqualTo(comparable(theirs.text()));
        assertThat(own.errors()).isEqualTo(theirs.errors());
        assertThat(own.status()).isEqualTo(13).isEqualTo(theirs.status());
        assertThat(own.text()).contains("uid=" + user.uid() + " gid=" + user.gid());
      }
    }
  }

  /** Without what differs between two connections, and the search path of two builds. */
  private static String comparable(String text) {
    return text.replaceAll("(?m)^(PATH|SSH_CLIENT|SSH_CONNECTION)=.*", "$1")
        .replaceAll("pipe:\\[\\d+]", "pipe")
        .replaceAll("(?m) \\S+ +\\d+ [0-9:]+ (/proc/self/fd/0)", " $1");
  }

  @Test
  void a_terminal_is_the_users_and_takes_messages() {
    Finished finished =
        Login.to(ours.bob()).pty().command("ls -ln $(tty); echo $0").by(Client.SSH).run();
    assertThat(finished.text()).startsWith("crw--w---- 1 " + MachineUsers.BOB.uid() + " 5 ");
    Finished shell = Login.to(ours.bob()).pty().by(Client.SSH).input("id -u; exit\n").run();
    assertThat(shell.text()).contains("" + MachineUsers.BOB.uid());
  }

  @Test
  void a_users_script_runs_before_commands_unless_PermitUserRC_forbids_it() throws IOException {
    Path rc = Files.writeString(users.home(ALICE).resolve(".ssh/rc"), "echo rc of $(id -u)\n");
    MachineUsers.give(rc, ALICE);
    try {
      Login login = Login.to(ours.alice()).command("echo command");
      assertThat(login.by(Client.SSH).run().text())
          .isEqualTo("rc of %d%ncommand%n".formatted(ALICE.uid()));
      assertThat(login.extra("-b", WITHOUT_RC).by(Client.SSH).run().text()).isEqualTo("command\n");
    } finally {
      Files.delete(rc);
    }
  }

  @Test
  void the_record_of_a_client_that_was_killed_is_closed() throws IOException {
    Assumptions.assumeTrue(
        Files.isWritable(WTMP) && System.getProperty("os.arch").equals("amd64"),
        WTMP + " is not there, or its records have another form");
    long before = Files.size(WTMP);
    String pid;
    try (Running client =
        Login.to(ours.bob()).pty().command("echo \"<$$>\"; sleep 600").by(Client.SSH).start()) {
      client.awaitOutput(">");
      pid = client.output().replaceAll("(?s).*<(\\d+)>.*", "$1");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted( // USER_PROCESS
              () -> assertThat(recordTypes(before, pid)).containsExactly(7));
      ProcessHandle.of(client.pid()).orElseThrow().destroyForcibly();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted( // and DEAD_PROCESS
              () -> assertThat(recordTypes(before, pid)).containsExactly(7, 8));
    }
  }

  /** Of the records of a process, behind the first so many bytes. */
  private static List<Integer> recordTypes(long from, String pid) throws IOException {
    try (InputStream in = Files.newInputStream(WTMP)) {
      in.skipNBytes(from);
      ByteBuffer records = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      return IntStream.range(0, records.limit() / RECORD)
          .map(i -> i * RECORD)
          .filter(at -> records.getInt(at + PROCESS) == Integer.parseInt(pid))
          .mapToObj(at -> (int) records.getShort(at))
          .toList();
    }
  }

  @Test
  void twenty_logins_at_once_of_ten_users_each_get_their_own() throws Exception {
    Target target = ours.alice();
    try (SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(), target.identity().file(), target.knownHosts()));
        ExecutorService pool = Executors.newFixedThreadPool(LOGINS)) {
      List<Future<String>> said =
          IntStream.range(0, LOGINS)
              .mapToObj(i -> pool.submit(() -> identity(client, user(i))))
              .toList();
      for (int i = 0; i < LOGINS; i++) {
        User user = user(i);
        assertThat(said.get(i).get())
            .isEqualTo("%d %d %s\n".formatted(user.uid(), user.gid(), users.home(user)));
      }
    }
  }

  private static User user(int number) {
    return MachineUsers.TEN.get(number % MachineUsers.TEN.size());
  }

  private static String identity(SshClient client, User user) throws Exception {
    try (ClientSession session = client.connect(OurLibrary.destination(ours.target(user)))) {
      return session.exec("echo $(id -u) $(id -g) $PWD").text();
    }
  }

  @Test
  void who_may_not_log_in_does_not() {
    OUTSIDE.forEach(
        (name, why) -> {
          // other tests try to come in as they
          int before = logged(why);
          Target target = ours.alice().withUser(name);
          assertThat(Login.to(target).command("id").by(Client.SSH).run().status())
              .as(name)
              .isEqualTo(255);
          Awaitility.await(why).until(() -> logged(why) > before);
        });
  }

  private static int logged(String text) {
    return ours.program().errors().split(Pattern.quote(text), -1).length;
  }

  /** Its record is larger than what a group takes usually. */
  @Test
  void a_group_of_a_whole_university_is_one_that_DenyGroups_names() throws IOException {
    Path groups = users.folder().resolve("group");
    String before = Files.readString(groups);
    String crowd =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "student-" + i)
            .collect(Collectors.joining(",", "crowd:x:64999:", "," + ALICE.name() + "\n"));
    Files.writeString(groups, before + crowd);
    try (RootServer denying = users.sshdLite("DenyGroups crowd")) {
      Finished refused = Login.to(denying.alice()).command("id").by(Client.SSH).run();
      assertThat(refused.status()).as(refused.toString()).isEqualTo(255);
      denying.program().awaitErrors("not allowed because a group is listed in DenyGroups");
      assertThat(Login.to(denying.bob()).command("true").by(Client.SSH).run().status()).isZero();
    } finally {
      Files.writeString(groups, before);
    }
  }

  /** setresuid(2) takes the number for "as it was": root's. */
  @Test
  void who_has_no_number_of_his_own_runs_nothing_as_root() {
    for (Login login :
        List.of(
            byPassword("beyond", MachineUsers.PASSWORD),
            byPassword("beyond", MachineUsers.PASSWORD).pty())) {
      Finished finished = login.command("id -u").by(Client.SSH).run();
      assertThat(finished.status()).as(finished.toString()).isNotZero();
      assertThat(finished.text()).isEmpty();
    }
  }

  private static Login byPassword(String user, String password) {
    return Login.to(ours.alice().withUser(user).withPassword(password))
        .byPassword()
        .extra("-o", "NumberOfPasswordPrompts=1");
  }

  /** One of each kind of hash; by {@code -P whole} others as well. */
  static Stream<String> usersWithPasswords() {
    return Stream.of("sshlite-bob", "yescrypt", "sshlite-alice", "aging").limit(WHOLE ? 4 : 2);
  }

  @ParameterizedTest
  @MethodSource("usersWithPasswords")
  void without_PAM_the_password_of_the_shadow_database_lets_its_user_in(String user) {
    Finished in = byPassword(user, MachineUsers.PASSWORD).command("id -u").by(Client.SSH).run();
    assertThat(in.status()).as(in.toString()).isZero();
    ours.program().awaitErrors("Accepted password for " + user + " from 127.0.0.1");

    Finished out = byPassword(user, "wrong").command("id -u").by(Client.SSH).run();
    assertThat(out.status()).isEqualTo(255);
    assertThat(out.errors())
        .contains("Permission denied (publickey,password,keyboard-interactive).");
    ours.program().awaitErrors("Failed password for " + user + " from 127.0.0.1");
  }

  /** What clients do that know no other method; ssh asks by a program as it asks a person. */
  private static Finished byDialogue(String user, String password, String... options)
      throws IOException {
    Path askpass = Files.createTempFile(users.folder(), "askpass", "");
    Files.writeString(askpass, "#!/bin/sh\necho \"$1\" >&2\necho '" + password + "'\n");
    Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
    Target target = ours.alice().withUser(user);
    return Program.of(Peers.path("ssh"), "-F", "none", "-p", "" + target.port())
        .with("-o", "PreferredAuthentications=keyboard-interactive")
        .with("-o", "NumberOfPasswordPrompts=1")
        .with(OpenSshArguments.of(Login.to(target).byPassword()).toArray(String[]::new))
        .env("SSH_ASKPASS", askpass.toString())
        .env("SSH_ASKPASS_REQUIRE", "force")
        .with(options)
        .with("-l", user, Target.HOST, "id -u")
        .run();
  }

  @Test
  void the_same_password_is_asked_for_in_a_dialogue() throws IOException {
    Finished in = byDialogue(BOB.name(), MachineUsers.PASSWORD);
    assertThat(in.text()).as(in.toString()).isEqualTo(BOB.uid() + "\n");
    assertThat(in.errors()).contains("Password: ");
    ours.program()
        .awaitErrors("Accepted keyboard-interactive/passwords for sshlite-bob from 127.0.0.1");

    assertThat(byDialogue(BOB.name(), "wrong").status()).isEqualTo(255);
    // at the first one: who bans guessers counts them
    ours.program()
        .awaitErrors("Failed keyboard-interactive/passwords for sshlite-bob from 127.0.0.1");
    Finished expired = byDialogue("aged", MachineUsers.PASSWORD);
    assertThat(expired.errors()).contains("Password change required but no TTY available.\n");
  }

  /** The others are asked by the other method; by {@code -P whole} each by both. */
  static Stream<String> askedInTheDialogue() {
    return Stream.of("bare", "expired", "nobody-of-that-name", "starred", "locked", "root")
        .limit(WHOLE ? 6 : 3);
  }

  @ParameterizedTest
  @MethodSource("askedInTheDialogue")
  void whoever_has_no_password_is_asked_in_the_dialogue_and_stays_outside(String user)
      throws IOException {
    Finished out = byDialogue(user, MachineUsers.PASSWORD);
    assertThat(out.status()).isEqualTo(255);
    assertThat(out.errors()).contains("Password: ");
  }

  @Test
  void nobody_is_asked_in_a_dialogue_where_PasswordAuthentication_is_off() throws IOException {
    Finished out = byDialogue(BOB.name(), MachineUsers.PASSWORD, "-b", WITHOUT_PASSWORDS);
    assertThat(out.status()).isEqualTo(255);
    assertThat(out.errors())
        .contains("Permission denied (publickey).")
        .doesNotContain("Password: ");
  }

  static Stream<Arguments> askedForAPassword() {
    return Stream.of(
            arguments("starred", ""),
            arguments("locked", "invalid user "),
            arguments("root", ""),
            arguments("bare", ""),
            arguments("expired", "invalid user "),
            arguments("nobody-of-that-name", "invalid user "))
        .limit(WHOLE ? 6 : 3);
  }

  @ParameterizedTest
  @MethodSource("askedForAPassword")
  void no_password_lets_in_whoever_has_none(String user, String who) {
    Finished out = byPassword(user, MachineUsers.PASSWORD).command("id").by(Client.SSH).run();

    assertThat(out.status()).isEqualTo(255);
    ours.program().awaitErrors("Failed password for " + who + user + " from 127.0.0.1");
  }

  @Test
  void an_empty_password_is_one_where_PermitEmptyPasswords_says_so() throws IOException {
    assertThat(byPassword("bare", "").command("id -u").by(Client.SSH).run().status())
        .isEqualTo(255);
    Finished in =
        byPassword("bare", "").extra("-b", WITHOUT_RC).command("id -u").by(Client.SSH).run();
    assertThat(in.text()).as(in.toString()).isEqualTo(MachineUsers.LOCKED + "\n");
    assertThat(byDialogue("bare", "").status()).isEqualTo(255);
    assertThat(byDialogue("bare", "", "-b", WITHOUT_RC).text())
        .isEqualTo(MachineUsers.LOCKED + "\n");
  }

  @ParameterizedTest
  @CsvSource({"forced,root forced", "aged,password aged"})
  void an_expired_password_lets_in_to_change_it_and_to_nothing_else(String user, String why) {
    Login login = byPassword(user, MachineUsers.PASSWORD).extra("-R", "0:127.0.0.1:9");
    Finished command = login.command("id").by(Client.SSH).run();
    assertThat(command.status()).isEqualTo(1);
    assertThat(command.text()).isEmpty();
    assertThat(command.errors())
        .contains("remote port forwarding failed")
        .contains("WARNING: Your password has expired.\n")
        .contains("Password change required but no TTY available.\n");
    ours.program().awaitErrors("User " + user + " password has expired (" + why + ")");

    Finished terminal = login.pty().by(Client.SSH).run();
    assertThat(terminal.status()).isEqualTo(1);
    assertThat(terminal.text())
        .contains("You must change your password now and log in again!")
        .contains("passwd: ");
  }

  @Test
  void who_has_little_time_left_is_told_with_the_shell() {
    Finished shell =
        byPassword("aging", MachineUsers.PASSWORD).pty().by(Client.SSH).input("exit\n").run();
    assertThat(shell.text())
        .contains("Your account will expire in 1 day.\r\nYour password will expire in 2 days.\r\n");
  }
}
