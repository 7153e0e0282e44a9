package org.sshlite.client.sharing;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.Poll;
import org.sshlite.program.system.SystemException;

/**
 * Output to an open file that a client has passed. A write waits for who reads there; it fails once
 * {@link Ended} is told. One thread.
 */
public final class PassedOutput extends OutputStream {
  /** PIPE_BUF: what a pipe that poll calls writable takes without waiting, so we can be ended. */
  private static final int PIECE = 4096;

  private final int descriptor;
  private final Ended ended;
  private final MemorySegment buffer = Arena.ofAuto().allocate(PIECE);

  public PassedOutput(int descriptor, Ended ended) {
    this.descriptor = descriptor;
    this.ended = ended;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    for (int done = 0; done < length; ) {
      ended.await(descriptor, Poll.OUT);
      if (ended.isTold()) {
        throw new IOException("the client is gone");
      }
      int piece = Math.min(length - done, PIECE);
      MemorySegment.copy(source, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, piece);
      Libc.Result result = Libc.call("write", descriptor, buffer.address(), piece);
      if (result.value() >= 0) {
        done += (int) result.value();
      } else if (result.errno() != Errno.INTR && result.errno() != Errno.AGAIN) {
        throw new SystemException("write", result.errno());
      }
    }
  }
}
