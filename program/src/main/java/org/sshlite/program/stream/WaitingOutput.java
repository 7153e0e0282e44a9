package org.sshlite.program.stream;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.sshlite.program.system.Poll;

/**
 * Output to a descriptor that may not block: whoever shares the open file decides that, at any
 * time. A channel tells how much was taken, where a stream of Java throws, and some of it is lost.
 * Any thread.
 */
final class WaitingOutput extends OutputStream {
  private final Poll.Interest room;
  private final LastingChannel channel;

  /**
   * @param number of {@code descriptor}
   */
  WaitingOutput(int number, FileDescriptor descriptor) {
    this.room = new Poll.Interest(number, Poll.OUT);
    this.channel = new LastingChannel(() -> new Unclosed(descriptor).getChannel());
  }

  private static final class Unclosed extends FileOutputStream {
    Unclosed(FileDescriptor descriptor) {
      super(descriptor);
    }

    /** What its channel calls when that is closed. */
    @Override
    public void close() {}
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
    while (bytes.hasRemaining()) {
      if (write(bytes) == 0) {
        Poll.once(-1, room); // whatever comes of it, the next write tells
      }
    }
  }

  private int write(ByteBuffer bytes) throws IOException {
    try {
      return channel.write(bytes);
    } catch (IOException e) {
      // the descriptor knows it in every language, the message does not
      if ((Poll.once(0, room) & Poll.GONE) != 0) {
        throw new ReaderGoneException(e);
      }
      throw e;
    }
  }
}
