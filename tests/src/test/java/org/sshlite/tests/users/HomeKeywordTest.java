package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Scratch;

/** Keywords about a user's home and about what his shell is told, of a server of root's. */
class HomeKeywordTest {
  /** A message of the day and records of logins of the server's own. */
  private static final String MOUNTS =
      """
      mount -t tmpfs tmpfs /var/log
      : > /var/log/lastlog
      mount --bind %s /etc/motd
      exec "$@"
      """;

  private static Scratch scratch;
  private static MachineUsers users;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("home-keywords");
    users = MachineUsers.create(scratch);
  }

  @AfterAll
  static void stop() throws IOException {
    if (users != null) {
      users.close();
      scratch.close();
    }
  }

  private static int status(RootServer server) {
    return Login.to(server.alice()).command("exit 3").by(Client.SSH).run().status();
  }

  @Test
  void keys_that_others_could_have_written_are_for_nobody_unless_StrictModes_is_off()
      throws IOException {
    try (RootServer strict = users.sshdLite("UsePAM no", "PerSourcePenalties no");
        RootServer loose = users.sshdLite("UsePAM no", "PerSourcePenalties no", "StrictModes no")) {
      for (String name : List.of("", ".ssh", ".ssh/authorized_keys")) {
        Path open = users.home(ALICE).resolve(name);
        var before = Files.getPosixFilePermissions(open);
        try {
          assertThat(status(strict)).isEqualTo(3);
          Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
          assertThat(status(strict)).isEqualTo(255);
          strict
              .program()
              .awaitErrors(
                  "bad ownership or modes for %s %s"
                      .formatted(name.endsWith("keys") ? "file" : "directory", open.toRealPath()));
          assertThat(status(loose)).isEqualTo(3);
        } finally {
          Files.setPosixFilePermissions(open, before);
        }
      }
    }
  }

  private static Finished shell(RootServer server) {
    return Login.to(server.alice()).pty().by(Client.SSH).input("exit 3\n").run();
  }

  @Test
  void a_shell_is_told_the_day_and_the_last_login_unless_it_is_not_to_be() throws IOException {
    Peers.require("unshare", "mount");
    Assumptions.assumeTrue(Files.exists(Path.of("/etc/motd")), "needs /etc/motd, to mount there");
    Path motd = Files.writeString(users.folder().resolve("motd"), "the day is fine\n");
    String[] mounts = {"unshare", "--mount", "sh", "-ec", MOUNTS.formatted(motd), "sh"};
    try (RootServer telling =
            users.sshdLite(program -> program.by(mounts), "UsePAM no", "PrintLastLog yes");
        RootServer silent =
            users.sshdLite(
                program -> program.by(mounts), "UsePAM no", "PrintMotd no", "PrintLastLog no")) {
      assertThat(shell(telling).text()).contains("the day is fine").doesNotContain("Last login");
      assertThat(shell(telling).text())
          .contains("the day is fine")
          .containsPattern("Last login: \\w{3} \\w{3} .* from 127.0.0.1\r\n");
      // whoever has a command is told nothing
      assertThat(Login.to(telling.alice()).pty().command("exit 3").by(Client.SSH).run().text())
          .isEmpty();
      for (int i = 0; i < 2; i++) {
        assertThat(shell(silent).text()).doesNotContain("the day", "Last login");
      }
    }
  }
}
