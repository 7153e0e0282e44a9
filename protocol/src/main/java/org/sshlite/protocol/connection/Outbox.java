package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Data of one channel on its way from the application's writers to the loop. Writers wait while it
 * is full; the loop pulls what the peer's window and the socket take, and never waits. One of the
 * two places where threads meet.
 */
final class Outbox {
  /** Bytes a lane holds at most: some packets ahead of the loop, no more. */
  private static final int CAPACITY = 256 * 1024;

  private static final int INITIAL_CAPACITY = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition space = lock.newCondition();
  private final Ring data = new Ring();
  private final Ring stderr = new Ring();
  private final Runnable onOutput;

  private boolean announced;
  private boolean eof;
  private boolean close;
  private @Nullable IOException failure;

  /** A circular buffer, large only while much goes through it. */
  private static final class Ring {
    private static final byte[] NONE = new byte[0];
    byte[] array = NONE;
    int start;
    int length;

    /** Bytes that went through since it was last empty. */
    private long taken;

    int put(byte[] source, int offset, int count) {
      if (array.length - length < count && array.length < CAPACITY) {
        grow(length + Math.min(count, CAPACITY));
      }
      int put = Math.min(count, array.length - length);
      int at = (start + length) % Math.max(1, array.length);
      int first = Math.min(put, array.length - at);
      System.arraycopy(source, offset, array, at, first);
      System.arraycopy(source, offset + first, array, 0, put - first);
      length += put;
      return put;
    }

    private void grow(int wanted) {
      int capacity = Math.max(INITIAL_CAPACITY, array.length);
      while (capacity < wanted && capacity < CAPACITY) {
        capacity *= 2;
      }
      byte[] larger = new byte[capacity];
      peek(larger, 0, length);
      array = larger;
      start = 0;
    }

    private void peek(byte[] target, int offset, int count) {
      int first = Math.min(count, array.length - start);
      System.arraycopy(array, start, target, offset, first);
      System.arraycopy(array, 0, target, offset + first, count - first);
    }

    int take(byte[] target, int offset, int maximum) {
      int count = Math.min(maximum, length);
      peek(target, offset, count);
      start = array.length == 0 ? 0 : (start + count) % array.length;
      length -= count;
      taken += count;
      return count;
    }

    void drop() {
      Arrays.fill(array, (byte) 0);
      array = NONE;
      length = 0;
      start = 0;
    }

    /** Called when it is empty: lets the array go, unless a bulk transfer will want it at once. */
    void release() {
      if (taken > 0 && taken < array.length / 2) {
        array = NONE;
      }
      taken = 0;
      start = 0;
    }
  }

  private Ring ring(Lane lane) {
    return lane == Lane.DATA ? data : stderr;
  }

  /** What the loop finds here. */
  enum State {
    /** Nothing to do until {@code onOutput} is called again. */
    EMPTY,
    DATA,
    /** All data is taken and EOF is due. */
    EOF,
    /** CLOSE is due: after all data and EOF, or without them when the channel is aborted. */
    CLOSE
  }

  /**
   * @param onOutput called by a writer when the loop has something to do; must not block
   */
  Outbox(Runnable onOutput) {
    this.onOutput = onOutput;
  }

  /** Writes all, waiting while the outbox is full. */
  void write(Lane lane, byte[] source, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      boolean announce;
      lock.lock();
      try {
        Ring ring = ring(lane);
        while (failure == null && !eof && ring.length == CAPACITY) {
          space.awaitUninterruptibly();
        }
        refuseIfClosed();
        written += ring.put(source, offset + written, length - written);
        announce = announce();
      } finally {
        lock.unlock();
      }
      if (announce) {
        onOutput.run();
      }
    }
  }

  private void refuseIfClosed() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    if (eof) {
      throw new IOException("the stream is closed");
    }
  }

  private boolean announce() {
    boolean first = !announced;
    announced = true;
    return first;
  }

  /** EOF follows what was written so far; with {@code thenClose}, CLOSE follows that. */
  void end(boolean thenClose) {
    boolean announce;
    lock.lock();
    try {
      eof = true;
      close |= thenClose;
      space.signalAll();
      announce = announce();
    } finally {
      lock.unlock();
    }
    if (announce) {
      onOutput.run();
    }
  }

  /** The channel takes no more: what was not pulled is dropped, and writers get the reason. */
  void fail(IOException reason) {
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
      }
      data.drop();
      stderr.drop();
      // the loop may wait for a window with nothing left to send: CLOSE needs none
      announced = false;
      space.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The lane to pull from next: the preferred one if it has data. Null when there is none. */
  @Nullable Lane next(Lane preferred) {
    lock.lock();
    try {
      Lane other = preferred == Lane.DATA ? Lane.STDERR : Lane.DATA;
      if (ring(preferred).length > 0) {
        return preferred;
      }
      return ring(other).length > 0 ? other : null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes at most {@code maximum} bytes of a lane. Loop only. */
  int pull(Lane lane, byte[] target, int offset, int maximum) {
    lock.lock();
    try {
      Ring ring = ring(lane);
      boolean wasTight = ring.length > CAPACITY / 2;
      int count = ring.take(target, offset, maximum);
      // a writer is woken for half a buffer, not for each packet
      if (wasTight && ring.length <= CAPACITY / 2) {
        space.signalAll();
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is to be done. After EMPTY, {@code onOutput} is called for the next thing.
   *
   * @param eofSent whether the loop has sent EOF already
   */
  State state(boolean eofSent) {
    lock.lock();
    try {
      if (data.length > 0 || stderr.length > 0) {
        return State.DATA;
      }
      if (eof && !eofSent && failure == null) {
        return State.EOF;
      }
      if (close) {
        return State.CLOSE;
      }
      announced = false;
      data.release();
      stderr.release();
      return State.EMPTY;
    } finally {
      lock.unlock();
    }
  }
}
