package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.MachineUsers.User;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;

/** AuthorizedKeysCommand and AuthorizedPrincipalsCommand, asked by sshd and by sshd-lite. */
class AskedProgramTest {
  private static Scratch scratch;
  private static MachineUsers users;
  private static KeyPair ca;
  private static RootServer ours;
  private static RootServer openSsh;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("asked");
    users = MachineUsers.create(scratch);
    ca = KeyPair.create(users.folder().resolve("ca"));
    Path program =
        Files.writeString(
            users.folder().resolve("program"),
            """
            out=$1/$2; shift
            { id -u; id -G; env | sort; pwd; for a; do echo "<$a>"; done; cat; } > $out 2>&1
            case $1 in
            keys) echo 'environment="A=key",environment="B=key",environment="C=no" %s';;
            principals) echo 'environment="A=principal" the-id';;
            esac
            """
                .formatted(users.key().line()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
    ours = users.sshdLite(configuration("ours", program));
    openSsh = users.openSsh(configuration("theirs", program));
    Path environment =
        Files.writeString(
            users.home(ALICE).resolve(".ssh/environment"),
            "# mine\n\n  B=file\nnonsense\nLD_PRELOAD=/no/such\nD=file=1\n");
    MachineUsers.give(environment, ALICE);
  }

  private static String[] configuration(String server, Path program) throws IOException {
    Path folder = Files.createDirectory(users.folder().resolve(server));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return new String[] {
      "AuthorizedKeysFile none",
      "AuthorizedKeysCommand /bin/sh %s %s keys %%%% %%f \"%%h %%k\" %%t %%U %%u"
          .formatted(program, folder),
      "AuthorizedKeysCommandUser sshlite-bob",
      "TrustedUserCAKeys " + ca.file() + ".pub",
      "AuthorizedPrincipalsCommand /bin/sh %s %s principals %%i %%s %%T %%F %%K %%f %%k %%t %%u"
          .formatted(program, folder),
      "AuthorizedPrincipalsCommandUser sshlite-bob",
      "PermitUserEnvironment A,B,D"
    };
  }

  @AfterAll
  static void stop() throws IOException {
    if (users != null) {
      users.close();
    }
    if (openSsh != null) {
      openSsh.close();
    }
    if (ours != null) {
      ours.close();
      scratch.close();
    }
  }

  private static Finished run(RootServer server, User user, KeyPair key) {
    return Login.to(server.target(user).withIdentity(key))
        .command("env | grep -E '^(A|B|C|D|LD_PRELOAD)=' | sort")
        .by(Client.SSH)
        .run();
  }

  /** Without what differs between two starts of a shell, and what its users are made by. */
  private static List<String> asked(String server, String about) throws IOException {
    return Files.readAllLines(users.folder().resolve(server).resolve(about)).stream()
        .filter(line -> !line.matches("(PATH|LD_PRELOAD|NSS_WRAPPER_\\w+|_|PWD|OLDPWD|SHLVL)=.*"))
        .toList();
  }

  @Test
  void a_program_that_knows_keys_is_asked_and_believed_as_by_sshd() throws IOException {
    Finished theirs = run(openSsh, ALICE, users.key());
    Finished own = run(ours, ALICE, users.key());

    assertThat(theirs.text())
        .as(theirs + openSsh.program().errors())
        .isEqualTo("A=key\nB=file\nD=file=1\n");
    assertThat(own.text()).as(own + ours.program().errors()).isEqualTo(theirs.text());
    String complaint = "Bad line 4 in " + users.home(ALICE).resolve(".ssh/environment");
    assertThat(theirs.errors()).contains(complaint + "\n");
    assertThat(own.errors()).contains(complaint + "\n");
    assertThat(asked("ours", "keys"))
        .isEqualTo(asked("theirs", "keys"))
        .contains("" + BOB.uid(), BOB.gid() + " " + MachineUsers.SHARED_GROUP);
  }

  @Test
  void a_wrong_line_of_the_environment_is_told_on_the_terminal_too() throws IOException {
    Finished own =
        Login.to(ours.target(ALICE).withIdentity(users.key()))
            .pty()
            .command("echo begun")
            .by(Client.SSH)
            .run();

    assertThat(own.text())
        .as(own + ours.program().errors())
        .isEqualTo(
            "Bad line 4 in " + users.home(ALICE).resolve(".ssh/environment") + "\r\nbegun\r\n");
  }

  @Test
  void a_program_that_knows_principals_is_asked_and_believed() throws IOException {
    KeyPair certified = KeyPair.create(users.folder().resolve("certified"));
    Program.of(Peers.path("ssh-keygen"), "-q", "-s", ca.file().toString(), "-I", "key id")
        .with("-z", "7", "-n", "the-id", certified.file() + ".pub")
        .runWell();

    Finished own = run(ours, ALICE, certified);

    assertThat(own.text())
        .as(own + ours.program().errors())
        .isEqualTo("A=principal\nB=file\nD=file=1\n");
    assertThat(asked("ours", "principals"))
        .contains("" + BOB.uid(), BOB.gid() + " " + MachineUsers.SHARED_GROUP)
        .contains("<key id>", "<7>", "<ssh-ed25519>", "<sshlite-alice>")
        .contains("<" + ca.publicKey().fingerprint() + ">");
  }

  @Test
  void nobody_else_comes_in_and_no_program_is_told_of_who_does_not_exist() throws IOException {
    KeyPair stranger = KeyPair.create(users.folder().resolve("stranger"));

    assertThat(run(ours, ALICE, stranger).status()).isEqualTo(255);
    Files.delete(users.folder().resolve("ours/keys"));
    assertThat(
            Login.to(ours.alice().withUser("nobody-of-that-name"))
                .command("id")
                .by(Client.SSH)
                .run()
                .status())
        .isEqualTo(255);
    assertThat(users.folder().resolve("ours/keys")).doesNotExist();
  }
}
