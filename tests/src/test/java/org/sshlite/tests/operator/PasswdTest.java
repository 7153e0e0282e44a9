package org.sshlite.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** {@code sshd-lite passwd} beside a running server. */
class PasswdTest {
  private static final String NEW = "another password";

  @TempDir private Path folder;

  private static Finished passwd(Program program) {
    try (Running passwd = program.start()) {
      passwd.send(NEW + "\n");
      passwd.endInput();
      return passwd.awaitEnd();
    }
  }

  private static int status(Target target) {
    return Login.to(target).byPassword().command("exit 7").by(Client.SSH).run().status();
  }

  /** Of a line that somebody has written with blanks around, which a server takes as any other. */
  @Test
  void an_old_password_is_none_any_more() throws Exception {
    Client.SSH.require();
    try (LiteServer server = LiteServer.start(folder)) {
      Path users = folder.resolve("users");
      Files.writeString(users, "\t  " + Files.readString(users));
      Target old = server.passwordTarget();
      assertThat(status(old)).isEqualTo(7);
      Finished finished = passwd(OurProgram.sshdLite("passwd", "" + users, Account.NAME));
      assertThat(finished.status()).as(finished.toString()).isZero();
      assertThat(status(old)).isEqualTo(255);
      assertThat(status(old.withPassword(NEW))).isEqualTo(7);
      assertThat(Files.readAllLines(users)).hasSize(1);
    }
  }

  @Test
  void a_disk_that_is_full_leaves_the_file_as_it_was() throws Exception {
    Peers.require("unshare", "mount");
    Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to mount");
    Path users = folder.resolve("kept");
    assertThat(passwd(OurProgram.sshdLite("passwd", "" + users, "alice")).status()).isZero();
    // two pages of the three that there are: a new file gets the first half on the disk
    String text = Files.readString(users) + ("# " + "x".repeat(97) + "\n").repeat(50);
    Files.writeString(users, text);
    Path disk = Files.createDirectory(folder.resolve("disk"));
    String script =
        """
        mount -t tmpfs -o size=12k,mode=700 tmpfs "$1"
        cp "$2" "$1/users"; chmod 600 "$1/users"; shift 2
        "$@" || echo "status $?"
        cd %s; ls -A; cat users\
        """
            .formatted(disk);
    List<String> wrapper =
        List.of("unshare", "--mount", "sh", "-ec", script, "sh", "" + disk, "" + users);
    Finished finished =
        passwd(
            OurProgram.sshdLite("passwd", disk + "/users", "bob")
                .by(wrapper.toArray(String[]::new)));
    assertThat(finished.errors().strip())
        .as(finished.toString())
        .isEqualTo(disk + "/users: No space left on device");
    assertThat(finished.text()).startsWith("status ").endsWith("\nusers\n" + text);
  }
}
