package org.sshlite.sshd.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.sshlite.program.log.RateLimit;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * Writes events, a line each; of a flood of connections that are refused only one now and then.
 * They wait in a queue of their own for a disk or a reader that is slow; what does not fit is
 * counted, and the count is written once there is room. Any thread.
 */
public final class EventLog implements Events, AutoCloseable {
  /**
   * Events, of 4 KiB at most: some seconds of all that a fast machine can let happen, and 16 MB of
   * them if strangers choose the longest.
   */
  static final int MOST_WAITING = 4096;

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /** Where lines go. One thread. */
  public interface Sink extends AutoCloseable {
    void write(byte[] line) throws IOException;

    @Override
    void close();
  }

  private sealed interface Entry {
    record Told(Event event, Instant time) implements Entry {}

    record Closed() implements Entry {}
  }

  private final Sink sink;
  private final Consumer<IOException> onFailure;
  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final RateLimit drops = new RateLimit(RateLimit.PENALTIES);
  private final Thread thread;
  private boolean failing;

  /**
   * @param onFailure told when {@code sink} begins to fail; what cannot be written is lost
   */
  public EventLog(Sink sink, Consumer<IOException> onFailure) throws NoThreadException {
    this.sink = sink;
    this.onFailure = onFailure;
    // of the platform: writing waits in a call of the system
    this.thread = Threads.daemon("events", this::run);
  }

  @Override
  public void tell(Event event) {
    if (event instanceof Event.Dropped(var peer, var reason, _)) {
      // as in the log: to be refused costs a stranger nothing, and would fill a disk
      RateLimit.Verdict verdict = drops.event();
      if (verdict.told()) {
        add(new Event.Dropped(peer, reason, verdict.untold()));
      }
    } else {
      add(event);
    }
  }

  private void add(Event event) {
    if (!waiting.offer(new Entry.Told(event, Instant.now()))) {
      lost.incrementAndGet();
    }
  }

  /** How many wait to be written. */
  public int waiting() {
    return waiting.size();
  }

  private void run() {
    try {
      while (waiting.take() instanceof Entry.Told told) {
        try {
          write(told);
        } catch (OutOfMemoryError _) {
          lost.incrementAndGet(); // the next one may find some
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread: that would close the file", e);
    }
    sink.close();
  }

  private void write(Entry.Told entry) {
    long missing = lost.getAndSet(0);
    if (missing > 0 && !write(JsonLine.lost(missing, Instant.now()))) {
      lost.addAndGet(missing);
    }
    if (!write(JsonLine.of(entry.event(), entry.time()))) {
      lost.incrementAndGet();
    }
  }

  private boolean write(String line) {
    try {
      sink.write(line.getBytes(StandardCharsets.US_ASCII));
      failing = false;
      return true;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        onFailure.accept(e);
      }
      return false;
    }
  }

  /** Writes what waits, for a moment. */
  @Override
  public void close() {
    try {
      long end = System.nanoTime() + LAST_WORDS.toNanos();
      if (waiting.offer(new Entry.Closed(), LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS)) {
        boolean _ = thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
