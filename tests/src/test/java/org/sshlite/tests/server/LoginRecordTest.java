package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** What a session finds of itself in utmp(5). */
class LoginRecordTest {
  // struct utmp of x86-64
  private static final int RECORD = 384;
  private static final short USER_PROCESS = 7;
  private static final int ID = 40;

  /** So many that a command has begun before they are looked through. */
  private static final int OTHERS = 40_000;

  @BeforeAll
  static void require() {
    Client.SSH.require();
    Peers.require("unshare", "tail");
    Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "another layout");
    Assumptions.assumeTrue(
        Program.of("unshare", "--mount", "true").run().status() == 0, "needs mounts of its own");
  }

  /** Start files of shells ask {@code who am i} from where one comes. */
  @Test
  void it_is_there_before_the_shell_begins(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("utmp"), others());
    String mounts = "mount -t tmpfs none /run\ncp %s /run/utmp".formatted(file);
    try (LiteServer server = LiteServer.startWithMounts(folder, mounts)) {
      Finished finished =
          Login.to(server.target())
              .pty()
              .command("tail -c %d /run/utmp | tr '\\0' ' '".formatted(RECORD))
              .by(Client.SSH)
              .run();

      assertThat(finished.text()).contains("pts/", server.target().user(), "127.0.0.1");
    }
  }

  private static byte[] others() {
    ByteBuffer all = ByteBuffer.allocate(OTHERS * RECORD).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < OTHERS; i++) {
      all.putShort(i * RECORD, USER_PROCESS);
      all.put(i * RECORD + ID, "none".getBytes(StandardCharsets.US_ASCII));
    }
    return all.array();
  }
}
