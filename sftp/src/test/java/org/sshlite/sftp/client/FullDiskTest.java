package org.sshlite.sftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sftp.wire.StatusCode;

/** A disk that fills while a file is put on it. */
class FullDiskTest {
  private static final int DISK = 1024 * 1024;

  @TempDir static Path folder;

  /** A small disk, which JUnit closes behind its test. */
  record Disk(Path path) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (!run("umount", path.toString())) {
        throw new IOException("cannot unmount: " + path);
      }
    }
  }

  /** One, or none at all where we may not mount: only root may, and not in every container. */
  static Stream<Disk> disks() throws IOException {
    Path path = Files.createTempDirectory(folder, "disk");
    return run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", path.toString())
        ? Stream.of(new Disk(path))
        : Stream.empty();
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

  private static void putTooMuch(Path disk, TransferOptions options) throws IOException {
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

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("disks")
  void a_put_says_that_the_disk_is_full(Disk disk) throws IOException {
    putTooMuch(disk.path(), TransferOptions.DEFAULT);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("disks")
  void an_atomic_put_on_a_full_disk_leaves_what_was_there(Disk disk) throws IOException {
    Files.writeString(disk.path().resolve("file"), "old");
    putTooMuch(disk.path(), TransferOptions.DEFAULT.withAtomic(true));
    assertThat(disk.path().resolve("file")).hasContent("old");
    try (Stream<Path> left = Files.list(disk.path())) {
      assertThat(left).containsExactly(disk.path().resolve("file"));
    }
  }
}
