package org.sshlite.protocol.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * Data of one channel on its way from the loop to the application's readers. The loop puts and
 * never waits: the receive window bounds what is in here. Readers wait. One of the two places where
 * threads meet.
 */
final class Inbox {
  /**
   * Data that fills less than half of its packet's array is copied, so that it costs what it holds;
   * below this it is copied together.
   */
  private static final int SMALL = 4 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Lane, Arrived> lanes = new EnumMap<>(Lane.class);

  /** A lane's reader is woken for nothing else. */
  private final Map<Lane, Condition> changed = new EnumMap<>(Lane.class);

  private final Runnable onCredit;

  /** Where the arrays go back to that readers are done with. */
  private @Nullable LoopArrays arrays;

  private volatile long unread;
  private int consumed;
  private int threshold;
  private boolean ended;
  private @Nullable IOException failure;

  /** Bytes of an array, from start to end. Small ones grow at their end. */
  private static final class Chunk {
    final byte[] array;
    int start;
    int end;

    /** Pieces of it that are being copied, perhaps by several readers. */
    int underWay;

    /** After a failure some thread may still use it. */
    boolean lost;

    Chunk(byte[] array, int start, int end) {
      this.array = array;
      this.start = start;
      this.end = end;
    }
  }

  /** What has come for one lane. */
  private static final class Arrived {
    final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

    /** Where requests came that are not handled yet, in bytes of the lane. */
    final ArrayDeque<Long> held = new ArrayDeque<>();

    boolean discarding;
    long came;
    long taken;

    /** Bytes that may be read now. */
    int readable() {
      // what was dropped may lie behind a request
      return (int) Math.max(0, (held.isEmpty() ? came : held.peek()) - taken);
    }
  }

  /**
   * @param threshold bytes read at which credit is due
   * @param onCredit called by a reader when that is so; must not block
   */
  Inbox(int threshold, Runnable onCredit) {
    this.threshold = threshold;
    this.onCredit = onCredit;
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new Arrived());
      changed.put(lane, lock.newCondition());
    }
  }

  /**
   * Takes data. Loop only.
   *
   * @param array becomes the inbox's when the answer is true, else it was copied from
   * @param arrays gets it back when its reader is done with it
   * @return whether the array was kept
   */
  boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays) {
    boolean kept = false;
    boolean creditDue = false;
    Arrived arrived = lanes.get(lane);
    lock.lock();
    try {
      if (ended || failure != null) {
        return false;
      }
      if (arrived.discarding) {
        creditDue = consume(length);
      } else {
        unread += length;
        arrived.came += length;
        kept = length >= SMALL && length >= array.length / 2;
        if (kept) {
          this.arrays = arrays;
          arrived.chunks.add(new Chunk(array, offset, offset + length));
        } else {
          append(arrived.chunks, array, offset, length);
        }
        changed.get(lane).signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (creditDue) {
      onCredit.run();
    }
    return kept;
  }

  private static void append(ArrayDeque<Chunk> chunks, byte[] array, int offset, int length) {
    Chunk last = chunks.peekLast();
    if (last == null || last.array.length > SMALL || last.array.length - last.end < length) {
      // the first small piece fits itself, as an idle shell's keystrokes do; a crowd shares arrays
      byte[] target = new byte[Math.max(length, last == null ? 64 : SMALL)];
      System.arraycopy(array, offset, target, 0, length);
      chunks.add(new Chunk(target, 0, length));
    } else {
      System.arraycopy(array, offset, last.array, last.end, length);
      last.end += length;
    }
  }

  /** Bytes that nobody has read yet. */
  long unread() {
    return unread;
  }

  /** Bytes read since the last call; sets the next threshold. Loop only. */
  int takeConsumed() {
    lock.lock();
    try {
      int taken = consumed;
      consumed = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Sets at how many bytes read credit is due, which may be now. Loop only. */
  void threshold(int bytes) {
    if (bytes == threshold) {
      return;
    }
    boolean creditDue;
    lock.lock();
    try {
      creditDue = consumed < threshold && consumed >= bytes;
      threshold = bytes;
    } finally {
      lock.unlock();
    }
    if (creditDue) {
      onCredit.run();
    }
  }

  /**
   * What comes from now on is not read before {@link #release}: a request is handled. Loop only.
   */
  void hold() {
    lock.lock();
    try {
      if (failure == null) {
        lanes.values().forEach(arrived -> arrived.held.add(arrived.came));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The first request that {@link #hold} was told of is handled. Loop only. */
  void release() {
    lock.lock();
    try {
      lanes.values().forEach(arrived -> arrived.held.poll());
      wakeAll();
    } finally {
      lock.unlock();
    }
  }

  /** No more data will come: EOF or CLOSE. What is here can still be read. */
  void end() {
    lock.lock();
    try {
      ended = true;
      wakeAll();
    } finally {
      lock.unlock();
    }
  }

  /** The connection is lost, or the channel given up: readers get the reason after what is here. */
  void fail(IOException reason) {
    lock.lock();
    try {
      if (!ended && failure == null) {
        failure = reason;
      }
      lanes.values().forEach(arrived -> arrived.held.clear());
      wakeAll();
    } finally {
      lock.unlock();
    }
  }

  private void wakeAll() {
    changed.values().forEach(Condition::signalAll);
  }

  /**
   * Reads as {@link java.io.InputStream#read(byte[], int, int)}: waits for at least one byte, −1 at
   * the end. Copies outside the lock, which the loop must not wait for.
   *
   * @throws java.io.InterruptedIOException when interrupted while it waits; nothing is read then
   */
  int read(Lane lane, byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = 0;
    boolean creditDue = false;
    Piece piece = await(lane, length);
    if (piece == null) {
      return -1;
    }
    while (piece != null) {
      System.arraycopy(piece.chunk.array, piece.start, target, offset + count, piece.length);
      count += piece.length;
      lock.lock();
      try {
        creditDue |= copied(piece);
        piece = count < length ? take(lanes.get(lane), length - count) : null;
      } finally {
        lock.unlock();
      }
    }
    if (creditDue) {
      onCredit.run();
    }
    return count;
  }

  /**
   * Reads as {@link java.io.InputStream#transferTo}: all to the end, each piece written from where
   * it lies. While it waits it holds no buffer.
   *
   * @param out must not keep the array that it is given: the loop uses it again
   * @return bytes written
   */
  long transfer(Lane lane, OutputStream out) throws IOException {
    long count = 0;
    Piece piece = await(lane, Integer.MAX_VALUE);
    while (piece != null) {
      boolean written = false;
      try {
        out.write(piece.chunk.array, piece.start, piece.length);
        written = true;
      } finally {
        done(piece, written);
      }
      count += piece.length;
      piece = await(lane, Integer.MAX_VALUE);
    }
    return count;
  }

  private @Nullable Piece await(Lane lane, int maximum) throws IOException {
    lock.lock();
    try {
      return awaitData(lane) ? take(lanes.get(lane), maximum) : null;
    } finally {
      lock.unlock();
    }
  }

  private void done(Piece piece, boolean written) {
    boolean creditDue;
    lock.lock();
    try {
      piece.chunk.lost |= !written;
      creditDue = copied(piece);
    } finally {
      lock.unlock();
    }
    if (creditDue) {
      onCredit.run();
    }
  }

  /** What a reader has taken and copies. */
  private record Piece(Chunk chunk, int start, int length) {}

  /**
   * @return false at the end
   */
  private boolean awaitData(Lane lane) throws IOException {
    Arrived arrived = lanes.get(lane);
    while (arrived.readable() == 0) {
      if (arrived.discarding) {
        throw new IOException("stream closed");
      }
      if (failure != null) {
        throw Channel.failure(failure);
      }
      if (ended && arrived.held.isEmpty()) {
        return false;
      }
      try {
        changed.get(lane).await();
      } catch (InterruptedException _) {
        throw Streams.interrupted(0);
      }
    }
    return true;
  }

  private static @Nullable Piece take(Arrived arrived, int maximum) {
    Chunk first = arrived.chunks.peek();
    int most = Math.min(maximum, arrived.readable());
    if (first == null || most == 0) {
      return null;
    }
    int start = first.start;
    int count = Math.min(most, first.end - start);
    first.start += count;
    first.underWay++;
    arrived.taken += count;
    if (first.start == first.end) {
      arrived.chunks.remove();
    }
    return new Piece(first, start, count);
  }

  private boolean copied(Piece piece) {
    Chunk chunk = piece.chunk;
    chunk.underWay--;
    if (arrays != null && chunk.start == chunk.end && chunk.underWay == 0 && !chunk.lost) {
      arrays.give(chunk.array);
    }
    unread -= piece.length;
    return consume(piece.length);
  }

  private boolean consume(int count) {
    boolean before = consumed >= threshold;
    consumed += count;
    return !before && consumed >= threshold;
  }

  int available(Lane lane) {
    lock.lock();
    try {
      return lanes.get(lane).readable();
    } finally {
      lock.unlock();
    }
  }

  /** The application reads no more of a lane: what comes is dropped, and its window given back. */
  void discard(Lane lane) {
    Arrived arrived = lanes.get(lane);
    boolean creditDue;
    lock.lock();
    try {
      arrived.discarding = true;
      int dropped = (int) (arrived.came - arrived.taken);
      arrived.taken = arrived.came;
      arrived.chunks.clear();
      unread -= dropped;
      creditDue = consume(dropped);
      changed.get(lane).signalAll();
    } finally {
      lock.unlock();
    }
    if (creditDue) {
      onCredit.run();
    }
  }
}
