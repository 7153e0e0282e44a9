package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ChannelEnd;
import org.sshlite.protocol.connection.Lane;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * Joins a socket to a channel on the loop of both, RFC 4254 §5.2–5.3: what one side sends the other
 * gets, each way ends by itself, and who takes nothing stops who sends. Loop only.
 *
 * <p>What the peer sends waits in its window's bounds for the socket, and is credited when the
 * system has taken it; however small it comes, it waits in few buffers. What the socket sends waits
 * for the peer as far as {@link ReadAhead} allows.
 */
final class Relay extends ChannelInboundHandlerAdapter implements ChannelEnd {
  private static final Logger LOG = System.getLogger("forward");

  /** Data for the socket is written together, up to so many bytes. */
  private static final int MAXIMUM_GATHERED = 256 * 1024;

  /** What comes in pieces of this size comes in many. */
  private static final int SMALL = 16 * 1024;

  /** How long a socket may take what is left when the peer has closed the channel. */
  private static final long LINGER_SECONDS = 60;

  private final DuplexChannel socket;
  private final ReadAhead readAhead;
  private final Consumer<IOException> onNeverOpened;

  /** Read from the socket, not yet pulled. */
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();

  /** Bytes of their buffers. */
  private int held;

  private ByteBuf greeting = Unpooled.EMPTY_BUFFER;
  private @Nullable Side side;

  /** For the socket, not yet written. */
  private @Nullable ByteBuf gathered;

  /** Writes that the system has not taken. */
  private int writes;

  private int unread;

  /** The socket sends no more: EOF is due. */
  private boolean inputEnded;

  /** The peer sends no more: the socket's output is shut down when it has all. */
  private boolean outputEnded;

  /** The socket's output is shut down, or broken. */
  private boolean outputShut;

  private boolean closeDue;
  private boolean over;

  /**
   * @param socket which does not read yet
   * @param onNeverOpened told when the peer refuses the channel, or the connection ends before
   */
  Relay(DuplexChannel socket, ReadAhead readAhead, Consumer<IOException> onNeverOpened) {
    this.socket = socket;
    this.readAhead = readAhead;
    socket.config().setRecvByteBufAllocator(readAhead);
    this.onNeverOpened = onNeverOpened;
  }

  /** What the socket gets when the channel is open, before all else. */
  void greetWith(byte[] bytes) {
    greeting = Unpooled.wrappedBuffer(bytes);
  }

  /** What was read from the socket already, for the peer. Owned. */
  void startWith(ByteBuf data) {
    if (data.isReadable()) {
      queue(data);
    } else {
      data.release();
    }
  }

  // the socket's side

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (over || inputEnded) {
      data.release();
      return;
    }
    queue(data);
    if (held >= readAhead.maximum()) {
      socket.config().setAutoRead(false);
    }
    outputReady();
  }

  private void queue(ByteBuf data) {
    queue.add(data);
    held += data.capacity();
    readAhead.add(data.capacity());
  }

  private void unqueue() {
    ByteBuf data = queue.remove();
    held -= data.capacity();
    readAhead.remove(data.capacity());
    data.release();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      socket.config().setAutoRead(false); // it would be said again
      endInput();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    broken();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.log(Level.ERROR, "a relay failed", cause);
    }
    // reset by its peer, most of the time
    broken();
    socket.close();
  }

  /** Once the way out is closed, the end of the way in closes both: no third call says it again. */
  private void closeWithInput() {
    if (socket instanceof SocketChannel tcp) {
      tcp.config().setAllowHalfClosure(false);
    }
  }

  private void endInput() {
    inputEnded = true;
    outputReady();
    closeSocketWhenDone();
  }

  private void closeSocketWhenDone() {
    if (outputShut && (inputEnded || over)) {
      socket.close();
    }
  }

  /** Neither way works any more. */
  private void broken() {
    breakOutput();
    endInput();
  }

  /** The socket takes no more, but may still send: as a channel's output, it ends alone. */
  private void breakOutput() {
    outputShut = true;
    closeWithInput();
    dropGathered();
    outputReady();
    closeSocketWhenDone();
  }

  private void outputReady() {
    if (side != null && !over) {
      side.outputReady();
    }
  }

  // the channel's side

  @Override
  public void opened(Side side) {
    this.side = side;
    if (greeting.isReadable()) {
      socket.writeAndFlush(greeting);
    }
    socket.config().setAutoRead(true);
    if (!queue.isEmpty() || inputEnded) {
      side.outputReady();
    }
  }

  @Override
  public boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays) {
    if (lane != Lane.DATA || outputShut) {
      consumed(length); // there is nobody for it
      return false;
    }
    if (gathered == null) {
      gathered = socket.alloc().directBuffer(length < SMALL ? length : MAXIMUM_GATHERED);
      socket.eventLoop().execute(this::flush);
    }
    gathered.writeBytes(array, offset, length);
    unread += length;
    if (gathered.readableBytes() >= MAXIMUM_GATHERED) {
      write();
    }
    return false;
  }

  /** While the system takes nothing, what comes byte by byte must not become a buffer each. */
  private void flush() {
    if (writes == 0) {
      write();
    }
  }

  private void write() {
    ByteBuf data = gathered;
    if (data == null) {
      return;
    }
    gathered = null;
    writes++;
    int length = data.readableBytes();
    socket.writeAndFlush(data).addListener((ChannelFuture written) -> written(length, written));
  }

  private void written(int length, ChannelFuture written) {
    writes--;
    taken(length);
    if (written.isSuccess()) {
      flush();
      shutOutput();
    } else {
      breakOutput();
    }
  }

  private void taken(int length) {
    unread -= length;
    consumed(length);
  }

  private void consumed(int count) {
    if (side != null) {
      side.consumed(count);
    }
  }

  @Override
  public long unread() {
    return unread;
  }

  @Override
  public void end() {
    outputEnded = true;
    flush();
    shutOutput();
  }

  private void shutOutput() {
    if (outputEnded && !outputShut && unread == 0) {
      outputShut = true;
      socket.shutdownOutput();
      closeWithInput();
      outputReady();
      closeSocketWhenDone();
    }
  }

  @Override
  public Output output(boolean eofSent) {
    if (closeDue) {
      return Output.CLOSE;
    }
    if (!queue.isEmpty()) {
      return Output.DATA;
    }
    if (inputEnded && !eofSent) {
      return Output.EOF;
    }
    return inputEnded && outputShut ? Output.CLOSE : Output.NONE;
  }

  @Override
  public @Nullable Lane next(Lane preferred) {
    return queue.isEmpty() ? null : Lane.DATA;
  }

  @Override
  public int pull(Lane lane, byte[] target, int offset, int maximum) {
    int count = 0;
    ByteBuf first;
    while (count < maximum && (first = queue.peek()) != null) {
      int part = Math.min(maximum - count, first.readableBytes());
      first.readBytes(target, offset + count, part);
      count += part;
      if (!first.isReadable()) {
        unqueue();
      }
    }
    if (held <= readAhead.maximum() / 2 && !socket.config().isAutoRead() && !inputEnded) {
      socket.config().setAutoRead(true);
    }
    return count;
  }

  @Override
  public void endOfWriting() {
    dropQueue();
    socket.shutdownInput();
    endInput();
  }

  @Override
  public void close() {
    broken();
    socket.close();
  }

  @Override
  public void abort() {
    closeDue = true;
    outputReady();
    dropQueue();
    reset();
  }

  @Override
  public void over(IOException reason) {
    over = true;
    dropQueue();
    if (side == null) {
      onNeverOpened.accept(reason);
      if (greeting.isReadable()) {
        // who waits for a greeting is told in its place
        socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> socket.close());
      } else {
        reset();
      }
    } else if (outputEnded) {
      lingering();
    } else {
      // what was sent is not all: who reads from the socket must see that
      reset();
    }
  }

  @Override
  public void whenReleased(Runnable task) {
    if (socket.isOpen()) {
      socket.closeFuture().addListener(_ -> task.run());
    } else {
      task.run();
    }
  }

  /** The peer is done: the socket gets what is left, then goes. */
  private void lingering() {
    closeSocketWhenDone();
    if (socket.isOpen()) {
      var lastResort = socket.eventLoop().schedule(this::reset, LINGER_SECONDS, TimeUnit.SECONDS);
      socket.closeFuture().addListener(_ -> lastResort.cancel(false));
    }
  }

  private void reset() {
    dropGathered();
    if (!socket.isOpen()) {
      return; // it was closed when it was accepted: the connection had ended
    }
    if (socket instanceof SocketChannel tcp) {
      tcp.config().setSoLinger(0);
    }
    socket.close();
  }

  private void dropGathered() {
    if (gathered != null) {
      int length = gathered.readableBytes();
      gathered.release();
      gathered = null;
      taken(length);
    }
  }

  private void dropQueue() {
    while (!queue.isEmpty()) {
      unqueue();
    }
  }
}
