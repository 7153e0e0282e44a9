package org.sshlite.client.sharing;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

/** A connected descriptor that another program has passed, as a pair of streams. */
public final class PassedConnection implements AutoCloseable {
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;

  private final int descriptor;
  private final Ended ended;

  // held while the system looks at the number, which may be another file's once it is closed
  private final Lock reading = new ReentrantLock();
  private final Lock writing = new ReentrantLock();
  private boolean closed;

  private PassedConnection(int descriptor, Ended ended) {
    this.descriptor = descriptor;
    this.ended = ended;
  }

  /**
   * @param descriptor the object's from now on
   */
  static PassedConnection of(int descriptor) throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment on = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
      // fails where it is no TCP, which does not matter
      Libc.call("setsockopt", descriptor, IPPROTO_TCP, TCP_NODELAY, on.address(), Integer.BYTES);
      return new PassedConnection(descriptor, new Ended());
    } catch (SystemException e) {
      Libc.call("close", descriptor);
      throw e;
    }
  }

  /** One thread. */
  public InputStream input() {
    return new FilterInputStream(new PassedInput(descriptor, ended)) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        reading.lock();
        try {
          return in.read(target, offset, length);
        } finally {
          reading.unlock();
        }
      }
    };
  }

  /** One thread. */
  public OutputStream output() {
    return new FilterOutputStream(new PassedOutput(descriptor, ended)) {
      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        writing.lock();
        try {
          out.write(source, offset, length);
        } finally {
          writing.unlock();
        }
      }
    };
  }

  /** Whoever waits in one of the streams goes on. Any thread. */
  @Override
  public void close() {
    ended.tell();
    reading.lock();
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        ended.close();
        Libc.call("close", descriptor);
      }
    } finally {
      writing.unlock();
      reading.unlock();
    }
  }
}
