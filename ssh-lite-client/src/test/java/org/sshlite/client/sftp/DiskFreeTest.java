package org.sshlite.client.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.sshlite.sftp.wire.FileSystemStatus;

class DiskFreeTest {
  private static final long BLOCKS_OF_A_GIB = 1 << 18;
  private static final FileSystemStatus HALF_FULL =
      new FileSystemStatus(
          4096,
          4096,
          100 * BLOCKS_OF_A_GIB,
          50 * BLOCKS_OF_A_GIB,
          45 * BLOCKS_OF_A_GIB,
          6_553_600,
          6_000_000,
          5_900_000,
          0,
          0,
          255);

  private static String shown(String line, FileSystemStatus status) throws CommandException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream terminal = new PrintStream(written, true, StandardCharsets.UTF_8);
    Screen screen = new Screen(terminal, terminal, false, Runnable::run);
    new DiskFree(screen, Command.parse(line)).run(status);
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void room_is_shown_in_KiB_or_for_people() throws CommandException {
    assertThat(shown("df", HALF_FULL))
        .isEqualTo(
            """
                    Size         Used        Avail       (root)    %Capacity
               104857600     52428800     47185920     52428800          50%
            """);
    assertThat(shown("df -h", HALF_FULL))
        .isEqualTo(
            """
                Size     Used    Avail   (root)    %Capacity
               100GB   50.0GB   45.0GB   50.0GB          50%
            """);
  }

  @Test
  void inodes_are_counted() throws CommandException {
    assertThat(shown("df -i", HALF_FULL))
        .isEqualTo(
            """
                 Inodes        Used       Avail      (root)    %Capacity
                6553600      553600     5900000     6000000           8%
            """);
  }

  @Test
  void a_file_system_that_tells_nothing_has_no_share() throws CommandException {
    FileSystemStatus nothing = new FileSystemStatus(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    assertThat(shown("df", nothing)).endsWith("ERR\n");
    assertThat(shown("df -i", nothing)).endsWith("ERR\n");
  }
}
