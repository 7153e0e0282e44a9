package org.sshlite.sftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.StatusCode;

/** A disk that fills while a file is put on it. */
class FullDiskTest {
  private static final int DISK = 1024 * 1024;

  @TempDir static Path folder;

  private Path disk;
  private boolean mounted;

  /** Only root may, and not in every container. */
  @BeforeEach
  void mount() throws IOException {
    disk = Files.createTempDirectory(folder, "disk");
    mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString());
    assumeTrue(mounted, "no disk can be mounted here");
  }

  @AfterEach
  void unmount() throws IOException {
    if (mounted && !run("umount", disk.toString())) {
      throw new IOException("cannot unmount: " + disk);
    }
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void putTooMuch(TransferOptions options) throws IOException {
    Path large = Files.write(folder.resolve("large"), new byte[3 * DISK]);
    try (SftpClient client = InMemory.machine()) {
      Transfers transfers = new Transfers(client, options);
      assertThatThrownBy(() -> transfers.put(large, disk.resolve("file").toString()))
          .isInstanceOfSatisfying(
              SftpException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.FAILURE))
          .hasMessageContaining("write remote")
          .hasMessageContaining("No space left on device");
      // and the session goes on
      assertThat(client.fileSystem(FileName.of(disk.toString())).blocks()).isPositive();
    }
  }

  @Test
  void a_put_says_that_the_disk_is_full() throws IOException {
    putTooMuch(TransferOptions.DEFAULT);
  }

  @Test
  void an_atomic_put_on_a_full_disk_leaves_what_was_there() throws IOException {
    Files.writeString(disk.resolve("file"), "old");
    putTooMuch(TransferOptions.DEFAULT.withAtomic(true));
    assertThat(disk.resolve("file")).hasContent("old");
    try (Stream<Path> left = Files.list(disk)) {
      assertThat(left).containsExactly(disk.resolve("file"));
    }
  }
}
