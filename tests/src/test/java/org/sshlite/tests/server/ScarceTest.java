package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/**
 * A server on a machine that has no more terminals to give, and no more room on its disk: each is
 * one line, and who is in goes on.
 */
@Timeout(120)
class ScarceTest {
  private static final String NO_SPACE = "No space left on device";

  @TempDir private Path folder;

  @Test
  void without_a_terminal_or_room_for_a_recording_it_says_so_and_the_others_go_on()
      throws Exception {
    Client.SSH.require();
    Peers.require("unshare");
    Assumptions.assumeTrue(
        Program.of("unshare", "--mount", "true").run().status() == 0, "needs mounts of its own");
    Path recordings = Files.createDirectory(folder.resolve("recordings"));
    try (LiteServer server =
            LiteServer.startWithMounts(
                folder,
                """
                mount -t devpts -o max=2,ptmxmode=666 devpts /dev/pts
                mount --bind /dev/pts/ptmx /dev/ptmx
                mount -t tmpfs -o size=64k tmpfs %s
                """
                    .formatted(recordings),
                "RecordSessions " + recordings);
        Running first = terminal(server, "echo ready; cat");
        Running second = terminal(server, "echo ready; cat")) {
      first.awaitOutput("ready");
      second.awaitOutput("ready");

      Finished third = Login.to(server.target()).pty().command("tty").by(Client.SSH).run();
      assertThat(third.errors()).contains("PTY allocation request failed");
      server.awaitLog("openpty: ");
      assertThat(count(server, "openpty: .*" + NO_SPACE)).isEqualTo(1);

      String much = "much ".repeat(100) + "\n";
      for (int i = 0; i < 400; i++) {
        second.send(much);
      }
      second.send("end of it\n");
      second.awaitOutput("end of it");
      server.awaitLog("no more is recorded");
      assertThat(count(server, "no more is recorded of a session of .*" + NO_SPACE)).isEqualTo(1);
      first.send("as ever\n");
      first.awaitOutput("as ever");
      assertThat(server.log()).doesNotContain("\tat ", "Exception");
    }
  }

  private static Running terminal(LiteServer server, String command) {
    return Login.to(server.target()).pty().command(command).by(Client.SSH).start();
  }

  private static long count(LiteServer server, String line) {
    return Pattern.compile(line).matcher(server.log()).results().count();
  }
}
