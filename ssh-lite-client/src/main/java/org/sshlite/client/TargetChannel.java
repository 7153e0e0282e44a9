package org.sshlite.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import org.sshlite.protocol.connection.Channel;

/**
 * A connection from the host to somewhere, as {@link java.nio.channels.SocketChannel} is one from
 * here: reads wait for at least one byte, writes until all is taken, and each way ends by itself.
 * One thread may read while another writes.
 */
public final class TargetChannel implements ByteChannel {
  /** Of direct buffers, which streams do not take: as much as comes in a packet. */
  private static final int PIECE = 32 * 1024;

  private final Channel channel;
  private final InputStream in;
  private final OutputStream out;
  private volatile boolean closed;

  TargetChannel(Channel channel) {
    this.channel = channel;
    this.in = channel.input();
    this.out = channel.output();
  }

  /** The bytes as a stream; closing it is {@link #shutdownInput}. */
  public InputStream input() {
    return in;
  }

  /** The bytes as a stream; closing it is {@link #shutdownOutput}. */
  public OutputStream output() {
    return out;
  }

  /**
   * @return bytes read; −1 when the other side sends no more
   * @throws AsynchronousCloseException when it is closed while this waits
   * @throws java.io.InterruptedIOException when interrupted while this waits; it stays open
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("a buffer that is only to be read");
    }
    try {
      return readInto(target);
    } catch (IOException e) {
      throw closedMeanwhile(e);
    }
  }

  private int readInto(ByteBuffer target) throws IOException {
    if (target.hasArray()) {
      int count =
          in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
      target.position(target.position() + Math.max(0, count));
      return count;
    }
    byte[] piece = new byte[Math.min(PIECE, target.remaining())];
    int count = in.read(piece, 0, piece.length);
    target.put(piece, 0, Math.max(0, count));
    return count;
  }

  /** Throws as {@link #read}; where it is interrupted, the buffer is where what was sent ends. */
  @Override
  public int write(ByteBuffer source) throws IOException {
    requireOpen();
    try {
      return writeFrom(source);
    } catch (IOException e) {
      throw closedMeanwhile(e);
    }
  }

  private int writeFrom(ByteBuffer source) throws IOException {
    int count = source.remaining();
    if (source.hasArray()) {
      write(source, source.array(), source.arrayOffset() + source.position(), count);
      return count;
    }
    byte[] piece = new byte[Math.min(PIECE, count)];
    while (source.hasRemaining()) {
      int length = Math.min(piece.length, source.remaining());
      source.get(source.position(), piece, 0, length);
      write(source, piece, 0, length);
    }
    return count;
  }

  /** Where it is interrupted the buffer is where the bytes that were sent end. */
  private void write(ByteBuffer source, byte[] bytes, int offset, int length) throws IOException {
    int sent = 0;
    try {
      out.write(bytes, offset, length);
      sent = length;
    } catch (InterruptedIOException e) {
      sent = e.bytesTransferred;
      throw e;
    } finally {
      source.position(source.position() + sent);
    }
  }

  private IOException closedMeanwhile(IOException failure) {
    if (!closed || failure instanceof InterruptedIOException) {
      return failure;
    }
    AsynchronousCloseException close = new AsynchronousCloseException();
    close.initCause(failure);
    return close;
  }

  private void requireOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  /** We read no more: what still comes is dropped. */
  public TargetChannel shutdownInput() throws IOException {
    in.close();
    return this;
  }

  /** We send no more: after all that was written the other side sees the end. */
  public TargetChannel shutdownOutput() throws IOException {
    out.close();
    return this;
  }

  /** Until it is closed here, as with every channel of java.nio: the other side's end is read. */
  @Override
  public boolean isOpen() {
    return !closed;
  }

  /** Closes both ways, after all that was written; does not wait for that. */
  @Override
  public void close() throws IOException {
    closed = true;
    in.close();
    channel.close();
  }
}
