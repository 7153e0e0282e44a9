package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
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

  private List<TrustedLines.Line> lines() {
    return Assertions.assertTimeoutPreemptively(LONG, () -> linesOf(trusted()));
  }

  /** All of them: none is the answer. */
  static List<TrustedLines.Line> linesOf(TrustedLines source) {
    List<TrustedLines.Line> lines = new ArrayList<>();
    Optional<?> _ =
        source.first(
            line -> {
              lines.add(line);
              return Optional.empty();
            });
    return lines;
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
            new TrustedLines.Line("" + file, 1, "one"), new TrustedLines.Line("" + file, 2, "two"));
    assertThat(lines().getLast().place()).isEqualTo(file + ":2");
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
    assertThat(logged()).contains("larger than 4194304 bytes: none of it is believed");
  }

  @Test
  void a_line_is_as_long_as_it_may_be_and_no_longer() throws Exception {
    String longest = "x".repeat(LineSearch.MOST);
    write(file, "one\n" + longest + "\n" + longest + "x\nfour\n\n" + longest + "x", "rw-------");
    assertThat(lines())
        .extracting(TrustedLines.Line::number, TrustedLines.Line::text)
        .containsExactly(tuple(1, "one"), tuple(2, longest), tuple(4, "four"));
    assertThat(logged())
        .contains(file + ":3: longer than 65536 bytes: ignored")
        .contains(file + ": 1 more that are longer than 65536 bytes: ignored");
  }

  /** Whoever offers keys has the file read for each of them. */
  @Test
  void lines_that_are_too_long_fill_no_log() throws Exception {
    write(file, ("x".repeat(LineSearch.MOST + 1) + "\n").repeat(30) + "last\n", "rw-------");
    assertThat(trusted().first(line -> Optional.of(line.text()))).contains("last");
    assertThat(logged().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains(file + ":1: longer"))
        .anyMatch(line -> line.contains(": 29 more that are longer"));
  }

  /** Up to the limit: with {@code end} there. */
  private static String full(String end) {
    return ("x".repeat(1023) + "\n").repeat(4096).substring(end.length()) + end;
  }

  @Test
  void a_file_is_as_large_as_it_may_be_and_no_larger() throws Exception {
    write(file, full("\nbob"), "rw-------");
    assertThat(lines().getLast().text()).isEqualTo("bob");
    write(file, full("\nbob") + "-", "rw-------");
    assertThat(lines()).isEmpty();
    assertThat(logged()).contains("larger than 4194304 bytes: none of it is believed");
  }

  /** The first bytes of a line may say something else than all of it. */
  @Test
  void a_line_that_grows_beyond_the_limit_meanwhile_is_not_judged_by_its_beginning()
      throws Exception {
    write(file, "first\n" + full("\nbob").substring(6), "rw-------");
    List<String> asked = new ArrayList<>();
    Function<TrustedLines.Line, Optional<String>> question =
        line -> {
          if (asked.isEmpty()) {
            append("-admin\n");
          }
          asked.add(line.text());
          return Optional.of(line.text()).filter("bob"::equals);
        };
    assertThat(trusted().first(question)).isEmpty();
    assertThat(asked).contains("first").doesNotContain("bob");
    assertThat(logged()).contains("larger than 4194304 bytes: none of it is believed");
  }

  private void append(String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_cannot_be_read_to_its_end_says_nothing() throws Exception {
    LineSearch<String> search =
        new LineSearch<>("keys", line -> Optional.of(line.text()).filter("bob"::equals), log);
    LineFeed<String> feed = new LineFeed<>(search);
    byte[] piece = "alice\nbob".getBytes(StandardCharsets.US_ASCII);
    assertThat(feed.add(piece, piece.length)).isTrue();
    feed.end(false);
    assertThat(feed.answer()).isEmpty();
  }

  /** A regular file for stat(2), of which the first byte cannot be read. */
  @Test
  void an_error_while_it_is_read_is_told() throws Exception {
    Path memory = Path.of("/proc/self/mem");
    Assumptions.assumeTrue(Files.isReadable(memory), "needs Linux");
    TrustedFile broken = new TrustedFile(memory, "", Optional.empty(), Actor.of(own), log);
    assertThat(linesOf(broken)).isEmpty();
    assertThat(logged()).contains("Could not read " + memory + ": ", "Input/output error");
  }

  @Test
  void lines_are_whole_wherever_the_pieces_end_that_are_read() throws Exception {
    List<String> written =
        IntStream.range(0, 1000).mapToObj(i -> "\u00e4".repeat(i % 97 + 1) + i).toList();
    write(file, String.join("\n", written), "rw-------");
    assertThat(lines()).extracting(TrustedLines.Line::text).isEqualTo(written);
  }

  @Test
  void what_follows_the_answer_is_not_looked_at() throws Exception {
    write(file, "one\ntwo\nthree\n".repeat(100_000), "rw-------");
    AtomicInteger asked = new AtomicInteger();
    Function<TrustedLines.Line, Optional<Integer>> question =
        line -> {
          asked.incrementAndGet();
          return line.text().equals("two") ? Optional.of(line.number()) : Optional.empty();
        };
    assertThat(trusted().first(question)).contains(2);
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_question_that_fails_fails_who_asks() throws Exception {
    write(file, "one\n", "rw-------");
    assertThatThrownBy(
            () ->
                trusted()
                    .first(
                        _ -> {
                          throw new IllegalStateException("in doubt");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("in doubt");
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
        List<TrustedLines.Line> lines = linesOf(trusted());
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
