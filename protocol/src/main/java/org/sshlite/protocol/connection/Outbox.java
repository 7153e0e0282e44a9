package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Data of one channel on its way from the application's writers to the loop. Writers wait while it
 * is full; the loop pulls what the peer's window and the socket take, and never waits. One of the
 * two places where threads meet. Bytes are copied outside the lock, so that neither side parks for
 * the length of the other's copy.
 */
final class Outbox {
  /** Bytes a lane holds at most: some packets ahead of the loop, no more. */
  private static final int CAPACITY = 256 * 1024;

  private static final int INITIAL_CAPACITY = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition space = lock.newCondition();
  private final Ring data = new Ring();
  private final Ring stderr = new Ring();

  /** Held by the writer of a lane whose turn it is, so that what two write is not mixed. */
  private final ReentrantLock dataTurn = new ReentrantLock();

  private final ReentrantLock stderrTurn = new ReentrantLock();
  private final Runnable onOutput;

  private boolean announced;
  private boolean eof;
  private boolean dataUnwanted;
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

    /** A writer copies into the free part: it must stay where it is. */
    private boolean filling;

    /** Makes room for as much of {@code count} as may be; the index where it goes. */
    int reserve(int count) {
      if (array.length - length < count && array.length < CAPACITY) {
        grow(length + Math.min(count, CAPACITY));
      }
      filling = true;
      return (start + length) % array.length;
    }

    private void grow(int wanted) {
      int capacity = Math.max(INITIAL_CAPACITY, array.length);
      while (capacity < wanted && capacity < CAPACITY) {
        capacity *= 2;
      }
      byte[] larger = new byte[capacity];
      out(array, start, larger, 0, length);
      array = larger;
      start = 0;
    }

    static void in(byte[] source, int offset, byte[] circle, int at, int count) {
      int first = Math.min(count, circle.length - at);
      System.arraycopy(source, offset, circle, at, first);
      System.arraycopy(source, offset + first, circle, 0, count - first);
    }

    static void out(byte[] circle, int at, byte[] target, int offset, int count) {
      int first = Math.min(count, circle.length - at);
      System.arraycopy(circle, at, target, offset, first);
      System.arraycopy(circle, 0, target, offset + first, count - first);
    }

    void took(int count) {
      start = (start + count) % array.length;
      length -= count;
      taken += count;
    }

    void drop() {
      Arrays.fill(array, (byte) 0);
      array = NONE;
      length = 0;
      start = 0;
    }

    /** Called when it is empty: lets the array go, unless a bulk transfer will want it at once. */
    void release() {
      if (filling) {
        return;
      }
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

  /**
   * @param onOutput called by a writer when the loop has something to do; must not block
   */
  Outbox(Runnable onOutput) {
    this.onOutput = onOutput;
  }

  /** Bytes of the arrays of both lanes. */
  long held() {
    lock.lock();
    try {
      return data.array.length + stderr.array.length;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes all, waiting while the outbox is full.
   *
   * @throws java.io.InterruptedIOException when interrupted while it waits; it tells how many bytes
   *     were written
   */
  void write(Lane lane, byte[] source, int offset, int length) throws IOException {
    Ring ring = ring(lane);
    int written = 0;
    ReentrantLock turn = lane == Lane.DATA ? dataTurn : stderrTurn;
    try {
      if (!turn.tryLock()) { // an interrupt counts for who waits alone
        turn.lockInterruptibly();
      }
      try {
        while (written < length) {
          written += writeSome(ring, source, offset + written, length - written);
        }
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException _) {
      throw Streams.interrupted(written);
    }
  }

  private int writeSome(Ring ring, byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    byte[] array;
    int at;
    int count;
    lock.lock();
    try {
      while (failure == null && !eof && ring.length == CAPACITY) {
        space.await();
      }
      refuseIfClosed(ring);
      at = ring.reserve(length);
      array = ring.array;
      count = Math.min(length, array.length - ring.length);
    } finally {
      lock.unlock();
    }
    Ring.in(source, offset, array, at, count);
    boolean announce;
    lock.lock();
    try {
      ring.filling = false;
      // EOF may have gone out meanwhile: then this must not follow it
      refuseIfClosed(ring);
      ring.length += count;
      announce = announce();
    } finally {
      lock.unlock();
    }
    if (announce) {
      onOutput.run();
    }
    return count;
  }

  private void refuseIfClosed(Ring ring) throws IOException {
    if (dataUnwanted && ring == data) {
      throw new IOException("the peer reads no more");
    }
    if (failure != null) {
      throw Channel.failure(failure);
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

  /**
   * The peer reads no more of the data lane: what was not pulled is dropped, and writers are told.
   */
  void endOfWriting() {
    lock.lock();
    try {
      dataUnwanted = true;
      data.drop();
      // as in fail()
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

  /**
   * Takes at most {@code maximum} bytes of a lane. Loop only.
   *
   * @return bytes taken; 0 when the outbox failed meanwhile
   */
  int pull(Lane lane, byte[] target, int offset, int maximum) {
    Ring ring = ring(lane);
    byte[] array;
    int at;
    int count;
    lock.lock();
    try {
      array = ring.array;
      at = ring.start;
      count = Math.min(maximum, ring.length);
    } finally {
      lock.unlock();
    }
    Ring.out(array, at, target, offset, count);
    lock.lock();
    try {
      if (failure != null) {
        return 0; // it was dropped, and perhaps erased while it was copied
      }
      boolean wasTight = ring.length > CAPACITY / 2;
      ring.took(count);
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
   * What is to be done. After NONE, {@code onOutput} is called for the next thing.
   *
   * @param eofSent whether the loop has sent EOF already
   */
  ChannelEnd.Output state(boolean eofSent) {
    lock.lock();
    try {
      if (data.length > 0 || stderr.length > 0) {
        return ChannelEnd.Output.DATA;
      }
      if (eof && !eofSent && failure == null) {
        return ChannelEnd.Output.EOF;
      }
      if (close) {
        return ChannelEnd.Output.CLOSE;
      }
      announced = false;
      data.release();
      stderr.release();
      return ChannelEnd.Output.NONE;
    } finally {
      lock.unlock();
    }
  }
}
