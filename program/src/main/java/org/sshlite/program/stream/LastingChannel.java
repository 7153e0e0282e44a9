package org.sshlite.program.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.function.Supplier;

/**
 * A channel on a descriptor that is everybody's. NIO closes a channel under a thread that is
 * interrupted, and with it the descriptor: Java makes /dev/null of a standard stream then. This one
 * is made so that its descriptor stays, and made anew; the interrupt is kept for who looks at it.
 * Any thread.
 */
final class LastingChannel {
  private final Supplier<FileChannel> opener;
  private FileChannel channel;

  /**
   * @param opener of channels whose closing does not close the descriptor
   */
  LastingChannel(Supplier<FileChannel> opener) {
    this.opener = opener;
    this.channel = opener.get();
  }

  private interface Transfer {
    int run(FileChannel channel, ByteBuffer buffer) throws IOException;
  }

  /** As {@link FileChannel#read(ByteBuffer)}. */
  int read(ByteBuffer buffer) throws IOException {
    return transfer(FileChannel::read, buffer);
  }

  /** As {@link FileChannel#write(ByteBuffer)}. */
  int write(ByteBuffer buffer) throws IOException {
    return transfer(FileChannel::write, buffer);
  }

  private int transfer(Transfer transfer, ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        FileChannel now = channel();
        try {
          return transfer.run(now, buffer);
        } catch (ClosedChannelException _) {
          renew(now);
        }
        if (buffer.position() > start) {
          return buffer.position() - start; // so much was moved before it was closed
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized FileChannel channel() {
    return channel;
  }

  private synchronized void renew(FileChannel closed) {
    if (channel == closed) {
      channel = opener.get();
    }
  }
}
