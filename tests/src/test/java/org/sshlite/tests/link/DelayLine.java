package org.sshlite.tests.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a long way: what comes in goes out a given time later, however much it is,
 * unless the way is slow as well: then it waits for what came before. One thread fills the line and
 * another empties it.
 */
final class DelayLine {
  /** Bytes of one read or write: few calls, and soon enough on their way. */
  private static final int PIECE = 256 * 1024;

  /** Bytes that go through a slow way together. */
  private static final int SEGMENT = 1448;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long delayNanos;
  private final double nanosPerByte;

  /** When the slow part of the way has let through what came. */
  private long free = System.nanoTime();

  /** Circular: a byte lies at its place in the stream, modulo the capacity. */
  private final ByteBuffer ring;

  private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
  private long arrived;
  private long mostHeld;
  private boolean ended;
  private volatile long delivered;

  /**
   * @param end of what came, as a place in the stream
   * @param due when it goes out
   */
  private record Arrival(long end, long due) {}

  /**
   * @param capacity bytes under way at most; the line takes no more when they are
   * @param bytesPerSecond that go through it; infinity for any number
   */
  DelayLine(long delayNanos, int capacity, double bytesPerSecond) {
    this.delayNanos = delayNanos;
    this.nanosPerByte = 1e9 / bytesPerSecond;
    this.ring = ByteBuffer.allocateDirect(capacity);
  }

  /** Bytes that came out at the other end. Any thread. */
  long delivered() {
    return delivered;
  }

  /** The most bytes that were under way at once. Any thread. */
  long mostHeld() {
    lock.lock();
    try {
      return mostHeld;
    } finally {
      lock.unlock();
    }
  }

  /** Takes what comes until its end. */
  void fill(SocketChannel from) throws IOException, InterruptedException {
    try {
      for (int count = 0; count >= 0; count = from.read(free())) {
        arrived(count);
      }
    } finally {
      end();
    }
  }

  private ByteBuffer free() throws InterruptedException {
    lock.lock();
    try {
      while (arrived - delivered == ring.capacity()) {
        changed.await();
      }
      int at = (int) (arrived % ring.capacity());
      long room = ring.capacity() - (arrived - delivered);
      return ring.slice(at, (int) Math.min(PIECE, Math.min(room, ring.capacity() - at)));
    } finally {
      lock.unlock();
    }
  }

  private void arrived(int count) {
    lock.lock();
    try {
      mostHeld = Math.max(mostHeld, arrived + count - delivered);
      free = Math.max(free, System.nanoTime());
      for (int left = count; left > 0; left -= SEGMENT) {
        int some = Math.min(SEGMENT, left);
        arrived += some;
        free += (long) (some * nanosPerByte);
        if (nanosPerByte > 0 || some == left) {
          arrivals.add(new Arrival(arrived, free + delayNanos));
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      arrivals.add(new Arrival(arrived, Math.max(free, System.nanoTime()) + delayNanos));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Delivers what has been under way long enough, and the end after it. */
  void drain(SocketChannel to) throws IOException, InterruptedException {
    ByteBuffer due;
    while ((due = due()) != null) {
      while (due.hasRemaining()) {
        delivered(to.write(due));
      }
    }
    to.shutdownOutput();
  }

  /**
   * @return null at the end
   */
  private @Nullable ByteBuffer due() throws InterruptedException {
    lock.lock();
    try {
      long end = awaitDue();
      if (end == delivered) {
        return null;
      }
      int at = (int) (delivered % ring.capacity());
      long count = Math.min(end - delivered, ring.capacity() - at);
      return ring.slice(at, (int) Math.min(PIECE, count));
    } finally {
      lock.unlock();
    }
  }

  /** Up to where the stream may go out; no further than it did when it has ended there. */
  private long awaitDue() throws InterruptedException {
    while (true) {
      Arrival next = arrivals.peek();
      long now = System.nanoTime();
      if (next == null) {
        changed.await();
      } else if (next.due() - now > 0) {
        changed.awaitNanos(next.due() - now);
      } else if (next.end() > delivered || ended && arrivals.size() == 1) {
        return next.end();
      } else {
        arrivals.remove();
      }
    }
  }

  private void delivered(int count) {
    lock.lock();
    try {
      delivered += count;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
