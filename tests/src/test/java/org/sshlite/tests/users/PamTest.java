package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** UsePAM, by the machine's own stack for sshd; Debian's configuration, with rules for root. */
class PamTest {
  private static Scratch scratch;
  private static MachineUsers users;
  private static RootServer server;
  private static Path rootsKeys;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    Assumptions.assumeTrue(
        Files.exists(Path.of("/etc/pam.d/sshd")), "needs sshd's PAM stack, /etc/pam.d/sshd");
    scratch = new Scratch("pam");
    Peers.require("useradd", "userdel", "groupadd", "groupdel");
    users = MachineUsers.createReal(scratch);
    rootsKeys = users.folder().resolve("roots-keys");
    server =
        users.sshdLite(
            "StrictModes no",
            "PermitRootLogin forced-commands-only",
            "Include /etc/ssh/sshd_config.d/*.conf",
            "UsePAM yes",
            "KbdInteractiveAuthentication yes",
            "X11Forwarding yes",
            "PrintMotd no",
            "AcceptEnv LANG LC_*",
            "Subsystem sftp /usr/lib/openssh/sftp-server",
            "Match User root",
            "AuthorizedKeysFile " + rootsKeys,
            "Match all");
  }

  @AfterAll
  static void stop() throws IOException {
    if (users != null) {
      users.close();
    }
    if (server != null) {
      server.close();
      scratch.close();
    }
  }

  private static Finished login(String user, String method, String password) throws IOException {
    Path askpass = Files.createTempFile(users.folder(), "askpass", "");
    Files.writeString(askpass, "#!/bin/sh\necho '" + password + "'\n");
    Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
    Target target = server.alice().withUser(user);
    return Program.of(Peers.path("ssh"), "-F", "none", "-p", "" + target.port())
        .with("-o", "PreferredAuthentications=" + method)
        .with(OpenSshArguments.of(Login.to(target).byPassword()).toArray(String[]::new))
        .env("SSH_ASKPASS", askpass.toString())
        .env("SSH_ASKPASS_REQUIRE", "force")
        .with("-l", user, Target.HOST, "id -u")
        .run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "keyboard-interactive"})
  void the_right_password_lets_each_user_in_as_himself(String method) throws IOException {
    for (MachineUsers.User user : new MachineUsers.User[] {ALICE, BOB}) {
      Finished finished = login(user.name(), method, MachineUsers.PASSWORD);
      assertThat(finished.text()).as(finished.toString()).isEqualTo(user.uid() + "\n");
      assertThat(finished.status()).isZero();
    }
    server
        .program()
        .awaitErrors(
            "Accepted %s for %s from 127.0.0.1"
                .formatted(method.equals("password") ? method : method + "/pam", BOB.name()));
  }

  static Stream<Arguments> others() {
    return Stream.of(
            arguments("sshlite-alice", "password", "wrong"),
            arguments("sshlite-alice", "keyboard-interactive", "wrong"),
            arguments("nobody-of-that-name", "password", MachineUsers.PASSWORD),
            arguments("root", "password", MachineUsers.PASSWORD))
        .limit(Boolean.getBoolean("whole") ? 4 : 3);
  }

  @ParameterizedTest
  @MethodSource("others")
  void others_stay_outside(String user, String method, String password) throws IOException {
    assertThat(login(user, method, password).status()).isEqualTo(255);
  }

  @Test
  void root_comes_in_by_a_key_that_forces_a_command_where_only_those_may() throws IOException {
    // from where nobody is penalised for others
    Login root = Login.to(server.alice().withUser("root")).extra("-b", "127.0.3.1").command("id");
    Files.writeString(rootsKeys, "command=\"echo forced\" " + users.key().line() + "\n");
    Finished finished = root.by(Client.SSH).run();
    assertThat(finished.text()).as(finished + server.program().errors()).isEqualTo("forced\n");
    Files.writeString(rootsKeys, users.key().line() + "\n");
    assertThat(root.by(Client.SSH).run().status()).isEqualTo(255);
  }

  @Test
  void an_account_that_has_expired_is_not_entered_by_password_or_key() throws IOException {
    Program.of(Peers.path("usermod"), "-e", "2020-01-01", BOB.name()).runWell();
    try {
      Finished byKey = Login.to(server.bob()).command("id").by(Client.SSH).run();
      assertThat(byKey.status()).isEqualTo(255);
      assertThat(login(BOB.name(), "password", MachineUsers.PASSWORD).status()).isEqualTo(255);
      server.program().awaitErrors("Access denied for user " + BOB.name() + " by PAM account");
    } finally {
      Program.of(Peers.path("usermod"), "-e", "", BOB.name()).runWell();
    }
  }
}
