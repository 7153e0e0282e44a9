package org.sshlite.program.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.LogSink;
import org.sshlite.program.system.UnixDatagram;

/**
 * The system's log by its socket, in the form that glibc's syslog(3) writes and RFC 3164 describes,
 * without a host. Lines wait in a queue of their own for a log that is slow; what does not fit is
 * counted, and told once there is room.
 */
public final class Syslog implements LogSink {
  /** Where systems have it. */
  public static final Path SOCKET = Path.of("/dev/log");

  /** Lines, 1 KiB each at most: a second's worth of guessers while the log is restarted. */
  private static final int MOST_WAITING = 4096;

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /** A line, or who waits for those before it. */
  private sealed interface Entry {
    record Line(String text) implements Entry {}

    record Flushed(CountDownLatch latch) implements Entry {}
  }

  private final LineForm form;
  private final Facility facility;
  private final UnixDatagram socket;
  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();

  /**
   * @param program as the lines name it
   * @param path of the socket; need not be there yet
   */
  public Syslog(String program, Facility facility, Path path) {
    this.form = new LineForm(program);
    this.facility = facility;
    this.socket = new UnixDatagram(path.toString());
    // of the platform: sending waits in a call of the system
    Thread.ofPlatform().daemon().name("syslog").start(this::send);
  }

  @Override
  public void write(LogLevel level, long number, String message) {
    if (!waiting.offer(new Entry.Line(line(level, number, message)))) {
      lost.incrementAndGet();
    }
  }

  private String line(LogLevel level, long number, String message) {
    return "<"
        + facility.priority(level)
        + ">"
        + LineForm.bsdTime(OffsetDateTime.now())
        + " "
        + form.tagged(level, number, message);
  }

  private void send() {
    try {
      while (true) {
        switch (waiting.take()) {
          case Entry.Line(var text) -> {
            socket.send(text.getBytes(StandardCharsets.UTF_8));
            long missing = lost.getAndSet(0);
            if (missing > 0) {
              String told = missing + " lines were lost: the system's log was too slow";
              socket.send(line(LogLevel.ERROR, 0, told).getBytes(StandardCharsets.UTF_8));
            }
          }
          case Entry.Flushed(var latch) -> latch.countDown();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void flush() {
    CountDownLatch latch = new CountDownLatch(1);
    try {
      if (waiting.offer(new Entry.Flushed(latch), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean _ = latch.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
