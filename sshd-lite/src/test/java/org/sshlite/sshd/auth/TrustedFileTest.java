package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;

/** What the owner of a file puts in its place, at any time. */
class TrustedFileTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.DEBUG1);
  private final Account own = Account.current().orElseThrow();
  private Path home;
  private Path file;

  @BeforeEach
  void make_a_home() throws Exception {
    log.redirect(folder.resolve("log"));
    home = Files.createDirectory(folder.toRealPath().resolve("home"));
    file = home.resolve("keys");
  }

  private TrustedFile trusted() {
    StrictModes modes = new StrictModes(home, own.uid());
    return new TrustedFile(
        file, "user 'alice' authorized keys", Optional.of(modes), Actor.of(own), log);
  }

  private List<TrustedFile.Line> lines() {
    return Assertions.assertTimeoutPreemptively(LONG, () -> trusted().lines());
  }

  private String logged() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static Path write(Path file, String text, String permissions) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static void makeFifo(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  @Test
  void its_lines_are_told_with_their_places() throws Exception {
    write(file, "one\ntwo", "rw-------");
    assertThat(lines())
        .containsExactly(
            new TrustedFile.Line(file + ":1", "one"), new TrustedFile.Line(file + ":2", "two"));
  }

  @Test
  void a_pipe_that_nobody_writes_to_holds_nobody_up() throws Exception {
    makeFifo(file);
    assertThat(lines()).isEmpty();
    assertThat(logged())
        .contains("User 'alice' authorized keys '" + file + "' is not a regular file");
  }

  @Test
  void a_device_or_a_folder_is_no_file() throws Exception {
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    assertThat(lines()).isEmpty();
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(lines()).isEmpty();
    assertThat(logged().split("not a regular file", -1)).hasSize(3);
  }

  @Test
  void a_file_beyond_all_memory_is_not_read() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(lines()).isEmpty();
    assertThat(logged()).contains("larger than 4194304 bytes");
  }

  @Test
  void one_that_is_not_there_is_no_news() throws Exception {
    assertThat(lines()).isEmpty();
    assertThat(logged())
        .contains(
            "debug1: Could not open user 'alice' authorized keys '" + file + "': No such file or");
  }

  /** Between a look at a name and its opening, the name can come to lead elsewhere. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void what_is_read_is_what_was_looked_at() throws Exception {
    Path good = write(home.resolve("good"), "good", "rw-------");
    Path open = write(home.resolve("open"), "of anybody", "rw-rw-rw-");
    Path fifo = home.resolve("fifo");
    makeFifo(fifo);
    Path link = home.resolve("link");
    AtomicBoolean over = new AtomicBoolean();
    Thread swapping =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !over.get(); i++) {
                    swap(link, List.of(good, open, fifo).get(i % 3));
                  }
                });
    int read = 0;
    try {
      for (int i = 0; i < 500; i++) {
        List<TrustedFile.Line> lines = trusted().lines();
        assertThat(lines).allMatch(line -> line.text().equals("good"));
        read += lines.size();
      }
    } finally {
      over.set(true);
      swapping.join();
    }
    assertThat(read).isPositive();
  }

  private void swap(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
      Files.move(link, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
