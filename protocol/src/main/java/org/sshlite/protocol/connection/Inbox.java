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

  /** More than a reader frees between two packets. */
  private static final int MAXIMUM_SPARES = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Lane, ArrayDeque<Chunk>> lanes = new EnumMap<>(Lane.class);
  private final Map<Lane, Boolean> discarding = new EnumMap<>(Lane.class);
  private final Runnable onCredit;

  /** Arrays that readers are done with, on their way back to the loop. */
  private final ArrayDeque<byte[]> spares = new ArrayDeque<>();

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

    Chunk(byte[] array, int start, int end) {
      this.array = array;
      this.start = start;
      this.end = end;
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
      lanes.put(lane, new ArrayDeque<>());
      discarding.put(lane, false);
    }
  }

  /**
   * Takes data. Loop only.
   *
   * @param array becomes the inbox's when the answer is true, else it was copied from
   * @param arrays gets the arrays back that readers are done with
   * @return whether the array was kept
   */
  boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays) {
    boolean kept = false;
    boolean creditDue = false;
    lock.lock();
    try {
      if (ended || failure != null) {
        return false;
      }
      while (!spares.isEmpty()) {
        arrays.give(spares.pop());
      }
      if (discarding.get(lane)) {
        creditDue = consume(length);
      } else {
        unread += length;
        ArrayDeque<Chunk> chunks = lanes.get(lane);
        kept = length >= SMALL && length >= array.length / 2;
        if (kept) {
          chunks.add(new Chunk(array, offset, offset + length));
        } else {
          append(chunks, array, offset, length);
        }
        changed.signalAll();
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

  /** No more data will come: EOF or CLOSE. What is here can still be read. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The connection is lost: readers get the reason after what is here. */
  void fail(IOException reason) {
    lock.lock();
    try {
      if (!ended && failure == null) {
        failure = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads as {@link java.io.InputStream#read(byte[], int, int)}: waits for at least one byte, −1 at
   * the end. Copies outside the lock, which the loop must not wait for.
   */
  int read(Lane lane, byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ArrayDeque<Chunk> chunks = lanes.get(lane);
    int count = 0;
    boolean creditDue = false;
    Piece piece = null;
    do {
      lock.lock();
      try {
        if (piece == null) {
          if (!awaitData(lane, chunks)) {
            return -1;
          }
        } else {
          creditDue |= copied(piece);
        }
        piece = count < length ? take(chunks, length - count) : null;
      } finally {
        lock.unlock();
      }
      if (piece != null) {
        System.arraycopy(piece.array, piece.start, target, offset + count, piece.length);
        count += piece.length;
      }
    } while (piece != null);
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
    ArrayDeque<Chunk> chunks = lanes.get(lane);
    long count = 0;
    Piece piece = await(lane, chunks);
    while (piece != null) {
      boolean written = false;
      try {
        out.write(piece.array, piece.start, piece.length);
        written = true;
      } finally {
        done(piece, written);
      }
      count += piece.length;
      piece = await(lane, chunks);
    }
    return count;
  }

  private @Nullable Piece await(Lane lane, ArrayDeque<Chunk> chunks) throws IOException {
    lock.lock();
    try {
      return awaitData(lane, chunks) ? take(chunks, Integer.MAX_VALUE) : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param written whether nobody uses the array any more: after a failure some thread may
   */
  private void done(Piece piece, boolean written) {
    boolean creditDue;
    lock.lock();
    try {
      creditDue = written ? copied(piece) : countRead(piece);
    } finally {
      lock.unlock();
    }
    if (creditDue) {
      onCredit.run();
    }
  }

  /** What a reader has taken and copies. */
  private record Piece(byte[] array, int start, int length, boolean last) {}

  /**
   * @return false at the end
   */
  private boolean awaitData(Lane lane, ArrayDeque<Chunk> chunks) throws IOException {
    while (chunks.isEmpty()) {
      if (discarding.get(lane)) {
        throw new IOException("stream closed");
      }
      if (failure != null) {
        throw Channel.failure(failure);
      }
      if (ended) {
        return false;
      }
      changed.awaitUninterruptibly();
    }
    return true;
  }

  private static @Nullable Piece take(ArrayDeque<Chunk> chunks, int maximum) {
    Chunk first = chunks.peek();
    if (first == null) {
      return null;
    }
    int start = first.start;
    int count = Math.min(maximum, first.end - start);
    first.start += count;
    boolean last = first.start == first.end;
    if (last) {
      chunks.remove();
    }
    return new Piece(first.array, start, count, last);
  }

  private boolean copied(Piece piece) {
    if (piece.last && piece.array.length > SMALL && spares.size() < MAXIMUM_SPARES) {
      spares.push(piece.array);
    }
    return countRead(piece);
  }

  private boolean countRead(Piece piece) {
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
      return lanes.get(lane).stream().mapToInt(chunk -> chunk.end - chunk.start).sum();
    } finally {
      lock.unlock();
    }
  }

  /** The application reads no more of a lane: what comes is dropped, and its window given back. */
  void discard(Lane lane) {
    boolean creditDue;
    lock.lock();
    try {
      discarding.put(lane, true);
      int dropped = lanes.get(lane).stream().mapToInt(chunk -> chunk.end - chunk.start).sum();
      lanes.get(lane).clear();
      unread -= dropped;
      creditDue = consume(dropped);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (creditDue) {
      onCredit.run();
    }
  }
}
