package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exit;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Target;

/** MaxSessions counts the sessions that are open, and none that its client has seen closed. */
@Timeout(120)
class SessionLimitTest {
  private static final int COMMANDS = Boolean.getBoolean("whole") ? 300 : 80;

  @TempDir Path folder;

  @Test
  void commands_may_follow_each_other_where_one_session_is_allowed() throws Exception {
    try (LiteServer server = LiteServer.start(folder, "MaxSessions 1")) {
      Target target = server.target();
      try (SshClient client =
              SshClient.create(
                  OurLibrary.options(
                      TransportOptions.defaults(), target.identity().file(), target.knownHosts()));
          ClientSession session = client.connect(OurLibrary.destination(target))) {
        for (int i = 0; i < COMMANDS; i++) {
          assertThat(session.exec("exit 7").exit()).isEqualTo(new Exit.Status(7));
        }
      }
    }
  }
}
