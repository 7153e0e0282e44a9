package org.sshlite.sshd.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.program.stream.ArrayInput;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.Poll;
import org.sshlite.program.system.SystemException;

/**
 * An open file that does not block: reads and writes wait in a {@link Waker}, so that closing ends
 * them. One thread reads, one writes, any closes. The lock is held while the number is used, so
 * that it is never that of another file which was opened meanwhile.
 */
final class Descriptor implements AutoCloseable {
  /** Bytes for one read or write at most; a pipe of ours holds as much where the system lets it. */
  static final int CHUNK = 256 * 1024;

  /** Bytes for a read or write at first: most sessions never need more. */
  private static final int FIRST_CHUNK = 4 * 1024;

  // bytes: more than Linux buffers in a terminal, so that a process in the background that never
  // stops writing does not keep a reader for ever
  private static final int MOST_AFTER_WAKING = 1024 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Waker waker;
  private int number;

  /** Takes over an open file. */
  Descriptor(int number, Waker waker) throws IOException {
    this.number = number;
    this.waker = waker;
    int flags = Libc.variadic("fcntl", number, Platform.FCNTL_GETFL, 0).asInt();
    Libc.variadic("fcntl", number, Platform.FCNTL_SETFL, flags | Platform.CURRENT.openNonblock());
  }

  /** A pipe, read end first, that children do not inherit. */
  static int[] pipe() throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(8, 4);
      Libc.check("pipe", ends.address());
      return new int[] {
        aboveStandard(ends.get(ValueLayout.JAVA_INT, 0)),
        aboveStandard(ends.get(ValueLayout.JAVA_INT, 4))
      };
    }
  }

  /**
   * Lets a pipe hold what one read takes: bulk data then costs a quarter of the changes between
   * processes. A user who has many pipes is refused it, which only makes this one slower.
   */
  static int[] enlarged(int[] pipe) {
    if (Platform.CURRENT.setPipeSize() != 0) {
      Libc.variadic("fcntl", pipe[1], Platform.CURRENT.setPipeSize(), CHUNK);
    }
    return pipe;
  }

  /**
   * The file under a number above those that children are started with, not inherited: such are
   * free when the server was started with its own standard streams closed, and a child's would get
   * mixed up.
   */
  static int aboveStandard(int number) throws SystemException {
    int moved = number;
    if (number <= LoginProgram.PROGRAM) {
      Libc.Result copy =
          Libc.variadic("fcntl", number, Platform.FCNTL_DUPFD, LoginProgram.PROGRAM + 1);
      if (copy.failed()) {
        close(number);
        throw new SystemException("fcntl", copy.errno());
      }
      close(number);
      moved = copy.asInt();
    }
    Libc.variadic("fcntl", moved, Platform.FCNTL_SETFD, Platform.DESCRIPTOR_CLOEXEC);
    return moved;
  }

  static void close(int number) {
    Libc.call("close", number);
  }

  /**
   * One attempt, which does not wait.
   *
   * @return bytes read or written; 0 at the end; -1 when nothing can be moved now
   */
  private int move(String function, MemorySegment buffer, int length) throws IOException {
    while (true) {
      Libc.Result result;
      lock.lock();
      try {
        if (number < 0) {
          return 0;
        }
        result = Libc.call(function, number, buffer.address(), length);
      } finally {
        lock.unlock();
      }
      if (result.value() >= 0) {
        return (int) result.value();
      }
      if (result.errno() == Platform.CURRENT.errnoAgain()) {
        return -1;
      }
      // a terminal whose other side is gone reads as an error on Linux
      if (result.errno() == Platform.ERRNO_IO && function.equals("read")) {
        return 0;
      }
      if (result.errno() != Platform.ERRNO_INTR) {
        throw new SystemException(function, result.errno());
      }
    }
  }

  private void await(int events) {
    int waited;
    lock.lock();
    try {
      waited = number;
    } finally {
      lock.unlock();
    }
    if (waited >= 0) {
      waker.await(waited, events, -1);
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return number >= 0;
    } finally {
      lock.unlock();
    }
  }

  /** An ioctl on this file. */
  Libc.Result control(long request, long argument) throws SystemException {
    lock.lock();
    try {
      Libc.Result result = Libc.variadic("ioctl", number, request, argument);
      if (result.failed()) {
        throw new SystemException("ioctl", result.errno());
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** A function whose first argument is this file. */
  int check(String function, long... rest) throws SystemException {
    lock.lock();
    try {
      long[] words = new long[rest.length + 1];
      words[0] = number;
      System.arraycopy(rest, 0, words, 1, rest.length);
      return Libc.check(function, words);
    } finally {
      lock.unlock();
    }
  }

  /** What is to be read: blocks until there is something, the end, or {@link #close()}. */
  InputStream input() {
    return new Input();
  }

  /** Blocks until all is written. Its close closes the file. */
  OutputStream output() {
    return new Output();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (number >= 0) {
        close(number);
        number = -1;
      }
    } finally {
      lock.unlock();
    }
  }

  /** A buffer for {@code wanted} bytes, as far as that is allowed; the same one if it will do. */
  private static MemorySegment larger(MemorySegment buffer, int wanted) {
    int size = Math.min(wanted, CHUNK);
    return size <= buffer.byteSize() ? buffer : Arena.ofAuto().allocate(size);
  }

  /** Once the waker is closed, what is there is still read, then it ends. */
  private final class Input extends ArrayInput {
    private MemorySegment buffer = Arena.ofAuto().allocate(FIRST_CHUNK);
    private int afterWaking;

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      while (true) {
        boolean last = waker.isClosed();
        if (last && afterWaking >= MOST_AFTER_WAKING) {
          return -1;
        }
        int count = move("read", buffer, Math.min(length, (int) buffer.byteSize()));
        if (count > 0) {
          afterWaking += last ? count : 0;
          MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, offset, count);
          if (count == buffer.byteSize()) {
            buffer = larger(buffer, length);
          }
          return count;
        }
        if (count == 0 || last) {
          return -1;
        }
        await(Poll.IN);
      }
    }

    @Override
    public void close() {
      Descriptor.this.close();
    }
  }

  private final class Output extends OutputStream {
    private MemorySegment buffer = Arena.ofAuto().allocate(FIRST_CHUNK);

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, source.length);
      int at = offset;
      int end = offset + length;
      buffer = larger(buffer, length);
      while (at < end) {
        int chunk = Math.min(end - at, (int) buffer.byteSize());
        MemorySegment.copy(source, at, buffer, ValueLayout.JAVA_BYTE, 0, chunk);
        int count = move("write", buffer, chunk);
        if (count > 0) {
          at += count;
        } else if (count == 0 || waker.isClosed()) {
          throw new IOException("closed");
        } else {
          await(Poll.OUT);
        }
      }
    }

    @Override
    public void close() {
      Descriptor.this.close();
    }
  }
}
