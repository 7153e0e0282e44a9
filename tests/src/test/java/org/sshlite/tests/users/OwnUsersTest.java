package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.tests.flaws.HandPlayedClient;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** Users of a users file, of a server that is root's: carol runs as alice, dave as nobody. */
class OwnUsersTest {
  private static final String SERVICE = "sshlite-own-users";
  private static final Path STACK = Path.of("/etc/pam.d", SERVICE);
  private static final String OF_ONE = SERVICE + "-one";
  private static final Path STACK_OF_ONE = Path.of("/etc/pam.d", OF_ONE);
  private static final String FORCED = "127.0.3.1";
  private static final String SECRET = "12345678901234567890";
  private static final String BASE32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  /** Another /etc, that nobody else sees. Argument: where it is. */
  private static final String OTHER_ETC = "mount --bind \"$0\" /etc; exec \"$@\"";

  private static Scratch scratch;
  private static MachineUsers users;
  private static Path etc;
  private static RootServer plain;
  private static RootServer byPam;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    Assumptions.assumeTrue(Files.isDirectory(STACK.getParent()), "needs PAM, /etc/pam.d");
    Peers.require("useradd", "userdel", "groupadd", "groupdel", "unshare");
    Assumptions.assumeTrue(
        Program.of("unshare", "--mount", "true").run().status() == 0, "needs mounts of its own");
    scratch = new Scratch("own-users");
    users = MachineUsers.createReal(scratch);
    Path file = users.folder().resolve("users");
    addUser(file, "carol", ALICE.name());
    String carol = Files.readString(file);
    // with her password
    Files.writeString(
        file,
        carol.replaceFirst("^carol", "dave").replaceFirst(":account=[^:\n]*", "")
            + carol.stripTrailing().replaceFirst("^carol", "erin")
            + ":totp="
            + BASE32
            + "\n",
        StandardOpenOption.APPEND);
    assertThat(addUser(file, BOB.name(), ALICE.name()))
        .isEqualTo(
            "%s is an account of this machine: a server that has it refuses who is to run as %s\n"
                .formatted(BOB.name(), ALICE.name()));
    Path limits = users.folder().resolve("limits.conf");
    Files.writeString(limits, ALICE.name() + " - nofile 333\n");
    Files.writeString(
        STACK,
        """
        account required pam_permit.so
        session optional pam_loginuid.so
        session required pam_limits.so conf=%s
        """
            .formatted(limits));
    etc = scratch.newFolder().resolve("etc");
    Program.of("cp", "-a", "/etc", "" + etc).runWell();
    plain =
        users.sshdLite(
            OwnUsersTest::withOtherEtc,
            "UsersFile " + file,
            "StrictModes no",
            "PerSourcePenalties no",
            "Match Group " + ALICE.name() + " Address " + FORCED,
            "ForceCommand echo forced",
            "Match all");
    byPam =
        users.sshdLite(
            OwnUsersTest::withOtherEtc,
            "UsersFile " + file,
            "StrictModes no",
            "PerSourcePenalties no",
            "UsePAM yes",
            "PAMServiceName " + SERVICE);
  }

  /** Where one closes the machine, and no other test's servers are closed. */
  private static Program withOtherEtc(Program server) {
    return server.by("unshare", "--mount", "sh", "-ec", OTHER_ETC, "" + etc);
  }

  /** What it says. */
  private static String addUser(Path file, String name, String... account) {
    try (Running passwd = OurProgram.sshdLite("passwd", "" + file, name).with(account).start()) {
      passwd.send(MachineUsers.PASSWORD + "\n");
      passwd.endInput();
      Finished finished = passwd.awaitEnd();
      assertThat(finished.status()).as(finished.toString()).isZero();
      return finished.errors();
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (scratch != null) {
      Files.deleteIfExists(STACK);
      Files.deleteIfExists(STACK_OF_ONE);
    }
    if (users != null) {
      users.close();
    }
    for (RootServer server : new RootServer[] {plain, byPam}) {
      if (server != null) {
        server.close();
      }
    }
    if (scratch != null) {
      scratch.close();
    }
  }

  private static Finished run(RootServer server, String user, String command, String... flags) {
    Target target = server.alice().withUser(user);
    return Login.to(target).byPassword().extra(flags).command(command).by(Client.SSH).run();
  }

  @Test
  void who_has_an_account_in_the_file_runs_as_it_and_has_nothing_of_others() throws IOException {
    Path bobs = Files.writeString(users.home(BOB).resolve("secret"), "bob's");
    MachineUsers.give(bobs, BOB);
    Finished finished =
        run(
            plain,
            "carol",
            "id -u; id -ru; id -g; echo $USER $HOME; cat %s /etc/shadow; touch made"
                .formatted(bobs));

    assertThat(finished.text())
        .as(finished + plain.program().errors())
        .isEqualTo(
            "%1$d\n%1$d\n%2$d\n%3$s %4$s\n"
                .formatted(ALICE.uid(), ALICE.gid(), ALICE.name(), users.home(ALICE)));
    assertThat(finished.errors()).contains("Permission denied");
    assertThat(Files.getAttribute(users.home(ALICE).resolve("made"), "unix:uid"))
        .isEqualTo(ALICE.uid());
    // the account's own name and key are as ever, and her password is not his
    assertThat(Login.to(plain.alice()).command("id -u").by(Client.SSH).run().text())
        .isEqualTo(ALICE.uid() + "\n");
    assertThat(run(plain, ALICE.name(), "id").status()).isEqualTo(255);
  }

  /** Else the time of a wrong password tells who is in the file, and who is PAM's. */
  @Test
  void with_PAM_no_refusal_is_sooner_than_one_by_its_modules() throws IOException {
    try (HandPlayedClient client = HandPlayedClient.connect(byPam.alice().port()).service()) {
      for (int i = 0; i < 4; i++) {
        SecretBytes wrong = new SecretBytes("wrong".getBytes(StandardCharsets.UTF_8));
        long begun = System.nanoTime();
        client.send(
            new UserauthRequest("carol", "ssh-connection", new AuthMethod.Password(wrong, null)));
        assertThat(client.nextNumber()).isEqualTo(UserauthFailure.NUMBER);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
            .isGreaterThanOrEqualTo(Duration.ofMillis(100));
      }
    }
  }

  /** An account that is closed is closed to all who would run as it. */
  @Test
  void with_PAM_the_account_stage_is_asked_about_the_account() throws IOException {
    Path file = users.folder().resolve("users");
    writeStackOf(ALICE.name());
    try (RootServer server =
        users.sshdLite(
            "UsersFile " + file, "StrictModes no", "UsePAM yes", "PAMServiceName " + OF_ONE)) {
      for (String asked : new String[] {ALICE.name(), BOB.name()}) {
        // it is read at each login
        writeStackOf(asked);
        Finished finished = run(server, "carol", "id -u");
        boolean may = asked.equals(ALICE.name());
        assertThat(finished.text())
            .as(finished + server.program().errors())
            .isEqualTo(may ? ALICE.uid() + "\n" : "");
        assertThat(finished.status()).isEqualTo(may ? 0 : 255);
        if (!may) {
          server.program().awaitErrors("Access denied for user carol by PAM account");
        }
      }
    }
  }

  private static void writeStackOf(String user) throws IOException {
    Files.writeString(
        STACK_OF_ONE,
        "account required pam_succeed_if.so quiet user = %s%nsession required pam_permit.so%n"
            .formatted(user));
  }

  @Test
  void rules_for_a_group_hold_for_who_runs_as_one_of_it() {
    assertThat(run(plain, "carol", "id -u", "-b", FORCED).text()).isEqualTo("forced\n");
    Login login = Login.to(plain.alice()).extra("-b", FORCED).command("id -u");
    assertThat(login.by(Client.SSH).run().text()).isEqualTo("forced\n");
  }

  /** As whom he was to run nobody can know: as neither he is let in. */
  @Test
  void a_name_that_is_an_account_and_leads_to_another_lets_nobody_in() {
    assertThat(run(plain, BOB.name(), "id -u").status()).isEqualTo(255);
    assertThat(Login.to(plain.bob()).command("id -u").by(Client.SSH).run().status()).isEqualTo(255);
    plain
        .program()
        .awaitErrors(
            "User %s not allowed because that is an account here, and the users file names %s"
                .formatted(BOB.name(), ALICE.name()));
  }

  @Test
  void with_PAM_he_has_the_session_of_his_account() {
    Finished finished = run(byPam, "carol", "ulimit -n; cat /proc/self/loginuid");
    Finished alice =
        Login.to(byPam.alice()).command("ulimit -n; cat /proc/self/loginuid").by(Client.SSH).run();

    assertThat(finished.text())
        .as(finished + byPam.program().errors())
        .startsWith("333\n")
        .isEqualTo(alice.text());
  }

  @Test
  void nologin_closes_his_account_too() throws IOException {
    Path nologin = Files.writeString(etc.resolve("nologin"), "closed at night\n");
    try {
      for (RootServer server : new RootServer[] {plain, byPam}) {
        Finished finished = run(server, "carol", "id");
        assertThat(finished.text()).isEmpty();
        assertThat(finished.errors()).contains("closed at night");
        assertThat(finished.status()).isEqualTo(254);
      }
    } finally {
      Files.delete(nologin);
    }
  }

  /** He is told what it takes, in the place where he looks. */
  @Test
  void who_has_no_account_logs_in_and_is_told_what_is_missing() {
    Finished finished = run(plain, "dave", "id");

    assertThat(finished.text()).isEmpty();
    assertThat(finished.errors())
        .contains("dave has no account on this machine, and so no session.")
        .contains("sshd-lite passwd USERSFILE dave ACCOUNT");
    assertThat(finished.status()).isEqualTo(254);
    plain.program().awaitErrors("Accepted password for dave from");
  }

  @Test
  void who_has_a_secret_gives_a_code_of_it_as_well() throws Exception {
    for (String code : new String[] {code(), "000000"}) {
      Path askpass = users.folder().resolve("askpass");
      Files.writeString(
          askpass,
          "#!/bin/sh\ncase $1 in *assword*) echo '%s';; *) echo %s;; esac\n"
              .formatted(MachineUsers.PASSWORD, code));
      Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
      Target erin = plain.alice().withUser("erin");
      Finished finished =
          Program.of(Peers.path("ssh"), "-F", "none", "-p", "" + erin.port(), "-l", erin.user())
              .with("-o", "PreferredAuthentications=keyboard-interactive")
              .with("-o", "NumberOfPasswordPrompts=2")
              .with(OpenSshArguments.of(Login.to(erin).byPassword()).toArray(String[]::new))
              .env("SSH_ASKPASS", askpass.toString())
              .env("SSH_ASKPASS_REQUIRE", "force")
              .with(Target.HOST, "id -u")
              .run();
      boolean right = !code.equals("000000");
      assertThat(finished.status()).as(finished.toString()).isEqualTo(right ? 0 : 255);
      assertThat(finished.text()).isEqualTo(right ? ALICE.uid() + "\n" : "");
    }
    assertThat(run(plain, "erin", "id").status()).isEqualTo(255);
  }

  /** RFC 6238, by the book. */
  private static String code() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SECRET.getBytes(), "HmacSHA1"));
    long step = System.currentTimeMillis() / 30_000;
    ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8).putLong(step).array()));
    return "%06d".formatted((hash.getInt(hash.get(19) & 15) & 0x7fffffff) % 1_000_000);
  }
}
