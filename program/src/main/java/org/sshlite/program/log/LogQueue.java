package org.sshlite.program.log;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;

/**
 * Lines on their way to a place that may take its time: a terminal that was stopped, a pipe that
 * nobody reads, a file over the network. Who logs never waits, for that may be the loop of many
 * connections. What does not fit is counted, and told where it is missing.
 */
final class LogQueue {
  /** Lines: a second's worth of guessers while the log is restarted. */
  static final int MOST_LINES = 4096;

  /** Characters of them all: most are far shorter than what one may come to. */
  private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  /** Beyond the lines there is room for who waits for them, and for what tells of a loss. */
  private static final int SPARE = 64;

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /** A line, or who waits for those before it. */
  private sealed interface Entry {
    record Line(String text) implements Entry {}

    record Flushed(CountDownLatch latch) implements Entry {}
  }

  private final Consumer<String> place;
  private final LongFunction<String> loss;
  private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>(MOST_LINES + SPARE);
  private final AtomicLong characters = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /**
   * @param name of its thread
   * @param place takes one line after another, and may wait
   * @param loss the line that tells how many are missing
   */
  LogQueue(String name, Consumer<String> place, LongFunction<String> loss) {
    this.place = place;
    this.loss = loss;
    // of the platform: writing waits in a call of the system
    Thread.ofPlatform().daemon().name(name).start(this::write);
  }

  void add(String line) {
    if (isFull(line)) {
      lost.incrementAndGet();
      return;
    }
    tellLoss(this::put);
    put(line, 1);
  }

  /** Once something was lost there has to be room for many: else one line in two tells of it. */
  private boolean isFull(String line) {
    int part = lost.get() == 0 ? 1 : 2;
    int lines = waiting.size();
    return lines >= MOST_LINES / part
        || lines > 0 && characters.get() + line.length() > MOST_CHARACTERS / part;
  }

  /**
   * @param way of the line that tells, and for how many it stands
   */
  private void tellLoss(ObjLongConsumer<String> way) {
    long missing = lost.getAndSet(0);
    if (missing > 0) {
      try {
        way.accept(loss.apply(missing), missing);
      } catch (OutOfMemoryError _) {
        lost.addAndGet(missing); // told when there is some
      }
    }
  }

  /**
   * @param stands for how many lines it stands
   */
  private void put(String line, long stands) {
    characters.addAndGet(line.length());
    if (!isTaken(line)) {
      characters.addAndGet(-line.length());
      lost.addAndGet(stands);
    }
  }

  private boolean isTaken(String line) {
    try {
      return waiting.offer(new Entry.Line(line));
    } catch (OutOfMemoryError _) {
      return false;
    }
  }

  private void write() {
    try {
      while (true) {
        Entry entry = waiting.poll();
        if (entry == null) {
          // not by the queue: a line that is added at this moment would be before it
          tellLoss((line, _) -> place.accept(line));
          entry = waiting.take();
        }
        switch (entry) {
          case Entry.Line(var text) -> write(text);
          case Entry.Flushed(var latch) -> latch.countDown();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(String line) {
    characters.addAndGet(-line.length());
    try {
      place.accept(line);
    } catch (OutOfMemoryError _) {
      lost.incrementAndGet(); // the next one may find some
    }
  }

  /**
   * Waits a moment for what was added to leave.
   *
   * @return whether it has
   */
  boolean flush() {
    CountDownLatch latch = new CountDownLatch(1);
    try {
      return waiting.offer(new Entry.Flushed(latch), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
          && latch.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
