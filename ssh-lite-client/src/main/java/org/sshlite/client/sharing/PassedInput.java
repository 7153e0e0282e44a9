package org.sshlite.client.sharing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.sshlite.program.stream.ArrayInput;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.Poll;
import org.sshlite.program.system.SystemException;

/**
 * Input of an open file that a client has passed. It ends where {@link Ended} is told. One thread.
 */
public final class PassedInput extends ArrayInput {
  private static final int BUFFER = 64 * 1024;

  private final int descriptor;
  private final Ended ended;
  private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER);

  public PassedInput(int descriptor, Ended ended) {
    this.descriptor = descriptor;
    this.ended = ended;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0; // and does not wait
    }
    int most = Math.min(length, BUFFER);
    while (true) {
      ended.await(descriptor, Poll.IN);
      if (ended.isTold()) {
        return -1;
      }
      Libc.Result result = Libc.call("read", descriptor, buffer.address(), most);
      if (result.value() > 0) {
        int count = (int) result.value();
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, offset, count);
        return count;
      }
      // a terminal that was hung up, or taken from us: nothing more will be typed
      if (result.value() == 0 || result.errno() == Errno.IO) {
        return -1;
      }
      if (result.errno() != Errno.INTR && result.errno() != Errno.AGAIN) {
        throw new SystemException("read", result.errno());
      }
    }
  }
}
