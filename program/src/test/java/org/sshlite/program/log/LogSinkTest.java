package org.sshlite.program.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.LogSink;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

class LogSinkTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir private Path folder;

  /** A log of the system, as its daemon has it. */
  private static final class Daemon implements AutoCloseable {
    private final int descriptor;

    Daemon(Path path) throws SystemException {
      byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
      descriptor = Libc.check("socket", 1, 2, 0);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment address = arena.allocate(name.length + 3L);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
        Libc.check("bind", descriptor, address.address(), address.byteSize());
      }
    }

    String receive() throws SystemException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment bytes = arena.allocate(4096);
        int count = Libc.check("recv", descriptor, bytes.address(), 4096, 0);
        return new String(
            bytes.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
      }
    }

    @Override
    public void close() {
      Libc.call("close", descriptor);
    }
  }

  @Test
  void a_line_of_the_systems_log_is_what_syslog_3_writes() throws Exception {
    try (Daemon daemon = new Daemon(folder.resolve("log"))) {
      Syslog syslog = new Syslog("sshd", Facility.AUTHPRIV, folder.resolve("log"));
      StderrLog log = new StderrLog(LogLevel.DEBUG1);
      log.sink(syslog);
      log.info("hello\nyou");
      log.error("no");
      log.of(7).debug("more");

      String time = "[A-Z][a-z]{2} [ 123][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2} ";
      assertThat(daemon.receive()).matches("<86>" + time + "sshd\\[" + PID + "]: hello you");
      assertThat(daemon.receive()).matches("<83>" + time + "sshd\\[" + PID + "]: error: no");
      assertThat(daemon.receive())
          .matches("<87>" + time + "sshd\\[" + PID + "000007]: debug1: more");
    }
  }

  @Test
  void a_log_that_was_restarted_gets_the_next_line() throws Exception {
    Path socket = folder.resolve("log");
    Syslog syslog = new Syslog("sshd", Facility.AUTH, socket);
    syslog.write(LogLevel.INFO, 0, "nobody hears this");
    await().until(syslog::flush);
    try (Daemon first = new Daemon(socket)) {
      syslog.write(LogLevel.INFO, 0, "one");
      assertThat(first.receive()).endsWith("one");
    }
    Files.delete(socket);
    try (Daemon second = new Daemon(socket)) {
      syslog.write(LogLevel.INFO, 0, "two");
      assertThat(second.receive()).endsWith("two");
    }
  }

  /** Nobody who floods us waits for the log, and how many lines are missing is told. */
  @Test
  void a_log_that_is_too_slow_is_not_waited_for_and_what_is_missing_is_counted() throws Exception {
    try (Daemon daemon = new Daemon(folder.resolve("log"))) {
      Syslog syslog = new Syslog("sshd", Facility.AUTH, folder.resolve("log"));
      for (int i = 0; i < 20_000; i++) {
        syslog.write(LogLevel.INFO, 0, "line");
      }
      String line = daemon.receive();
      int lines = 0;
      while (!line.contains("lost")) {
        lines++;
        line = daemon.receive();
      }
      assertThat(lines).isLessThan(10_000);
      assertThat(line).matches(".*error: [0-9]+ lines were lost: .*");
    }
  }

  @Test
  void a_line_of_a_file_says_when_and_who() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TimedFile file = new TimedFile("sshd", bytes);
    file.write(LogLevel.INFO, 0, "hello");
    file.write(LogLevel.ERROR, 1234567, "no");
    await().until(file::flush);

    String time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}[+-][0-9]{2}:[0-9]{2} ";
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .matches(
            time
                + "sshd\\["
                + PID
                + "]: hello\n"
                + time
                + "sshd\\["
                + PID
                + "1234567]: error: no\n");
  }

  @Test
  void lines_that_a_full_disk_has_no_room_for_are_counted_and_told_once_it_has() {
    AtomicInteger room = new AtomicInteger(10_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            if (room.getAndDecrement() <= 0) {
              throw new IOException("No space left on device");
            }
            bytes.write(b);
          }
        };
    TimedFile file = new TimedFile("sshd", disk);
    file.write(LogLevel.INFO, 0, "one");
    await().until(file::flush);
    room.set(10);
    file.write(LogLevel.INFO, 0, "cut off");
    file.write(LogLevel.INFO, 0, "lost");
    await().until(file::flush);
    room.set(10_000);
    file.write(LogLevel.INFO, 0, "two");
    file.write(LogLevel.INFO, 0, "three");
    await().until(file::flush);

    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).endsWith("]: one");
    assertThat(lines.get(2)).endsWith("]: error: 2 lines were lost: No space left on device");
    assertThat(lines.get(3)).endsWith("]: two");
    assertThat(lines.get(4)).endsWith("]: three");
  }

  @Test
  void what_was_lost_is_told_in_the_file_that_comes_after() throws IOException {
    TimedFile file = new TimedFile("sshd", OutputStream.nullOutputStream());
    OutputStream full = OutputStream.nullOutputStream();
    full.close();
    file.reopen(full);
    file.write(LogLevel.INFO, 0, "lost");
    await().until(file::flush);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.reopen(bytes);
    file.write(LogLevel.INFO, 0, "two");
    await().until(file::flush);

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("]: error: 1 lines were lost: ")
        .endsWith("]: two\n");
  }

  @Test
  void a_line_has_an_end_whatever_is_in_it() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TimedFile file = new TimedFile("sshd", bytes);
    file.write(LogLevel.INFO, 0, "x".repeat(100_000));
    await().until(file::flush);
    assertThat(bytes.size()).isLessThan(1200);
  }

  /** Takes nothing before it may, as a terminal that was stopped. */
  private static final class Stopped extends ByteArrayOutputStream {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);

    @Override
    public void write(byte[] bytes) {
      reached.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      write(bytes, 0, bytes.length);
    }

    List<String> lines() {
      return toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void who_logs_waits_for_nobody_who_reads_and_lines_stay_in_order(boolean stderr)
      throws Exception {
    Stopped out = new Stopped();
    LogSink log = stderr ? new QueuedStderr(out) : new TimedFile("sshd", out);
    log.write(LogLevel.INFO, 0, "line 0");
    out.reached.await();
    int room = LogQueue.MOST_LINES;
    for (int i = 1; i <= room + 2; i++) {
      log.write(LogLevel.INFO, 0, "line " + i);
    }
    assertThat(log.flush()).isFalse(); // it waits for no more than a moment
    out.goesOn.countDown();
    await().until(() -> out.lines().size() == room + 2);
    log.write(LogLevel.INFO, 0, "line after");
    await().until(log::flush);

    List<String> lines = out.lines();
    for (int i = 0; i <= room; i++) {
      assertThat(lines.get(i)).endsWith("line " + i);
    }
    assertThat(lines.get(room + 1)).contains("2 lines were lost: ");
    assertThat(lines.get(room + 2)).endsWith("line after");
  }

  @Test
  void what_waits_is_bounded_by_its_characters_as_well() throws Exception {
    Stopped out = new Stopped();
    LogSink log = new QueuedStderr(out);
    log.write(LogLevel.INFO, 0, "line 0");
    out.reached.await();
    for (int i = 0; i < 5; i++) {
      log.write(LogLevel.INFO, 0, "x".repeat(1024 * 1024 - 2));
    }
    out.goesOn.countDown();
    await().until(() -> out.lines().size() == 6);
    assertThat(out.lines().getLast()).contains("1 lines were lost: ");
  }

  @Test
  void a_file_that_hangs_does_not_keep_the_next_one_from_its_lines() throws Exception {
    Stopped hung = new Stopped();
    TimedFile file = new TimedFile("sshd", hung);
    file.write(LogLevel.INFO, 0, "one");
    hung.reached.await();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.reopen(bytes);
    file.write(LogLevel.INFO, 0, "two");
    hung.goesOn.countDown();
    await().until(file::flush);
    assertThat(hung.lines()).singleElement().asString().endsWith("one");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("two\n");
  }

  @Test
  void times_are_those_of_the_standards() {
    OffsetDateTime time = OffsetDateTime.parse("2026-02-03T04:05:06.007-03:30");
    assertThat(LineForm.isoTime(time)).isEqualTo("2026-02-03T04:05:06.007-03:30");
    assertThat(LineForm.bsdTime(time)).isEqualTo("Feb  3 04:05:06");
  }
}
