package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelEof;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.PacketWriter;

/**
 * A channel, RFC 4254 §5–7. Its public methods may be called by any thread; its streams wait, and
 * are made for virtual threads: who waits in one is given up with {@link InterruptedIOException}
 * when interrupted. Everything else belongs to the connection's loop.
 */
public final class Channel {
  /** Bytes of data in one message that we take; as OpenSSH. */
  static final int MAXIMUM_PACKET_SIZE = 32 * 1024;

  /** Bytes of data in one message that we send, however much the peer would take. */
  private static final int MAXIMUM_SENT = 32 * 1024;

  private final Channels channels;
  private final Link link;
  private final ChannelType type;
  private final int localChannel;
  private final ReceiveWindow receiveWindow;
  private final ServiceClass.Part serviceClass;
  private final ChannelRequests requests;
  private final ClosedNews closed = new ClosedNews();

  /** Set on the loop, before the channel is open. */
  private volatile ChannelEnd end;

  private @Nullable SendWindow sendWindow;
  private int recipientChannel;
  private int maximumSent;
  private Lane lastLane = Lane.STDERR;
  private boolean queuedForOutput;
  private boolean eofSent;
  private boolean eofReceived;
  private boolean closeSent;
  private boolean over;
  private long lastTraffic;
  private volatile @Nullable IOException endReason;
  private volatile @Nullable SessionRequest exit;

  Channel(
      Channels channels,
      Link link,
      ChannelType type,
      int localChannel,
      ReceiveWindow receiveWindow,
      ServiceClass.Part serviceClass) {
    this.channels = channels;
    this.link = link;
    this.type = type;
    this.localChannel = localChannel;
    this.receiveWindow = receiveWindow;
    this.serviceClass = serviceClass;
    this.end =
        new Streams(
            receiveWindow.threshold(),
            () -> link.execute(this::credit),
            () -> link.execute(this::outputReady));
    this.requests = new ChannelRequests(this, link);
  }

  // any thread

  /** What it was opened for. */
  public ChannelType type() {
    return type;
  }

  /** Who is at the other end of the connection. */
  public IdentificationString peer() {
    return channels.peer();
  }

  private Streams streams() {
    if (end instanceof Streams streams) {
      return streams;
    }
    throw new IllegalStateException("the channel is relayed: it has no streams");
  }

  /** CHANNEL_DATA from the peer. Closing it drops what comes after. */
  public InputStream input() {
    return streams().input(Lane.DATA);
  }

  /** CHANNEL_EXTENDED_DATA of type stderr from the peer. */
  public InputStream extendedInput() {
    return streams().input(Lane.STDERR);
  }

  /**
   * CHANNEL_DATA for the peer. Writing waits while the peer's window is closed; closing sends EOF
   * after all that was written, here and to {@link #extendedOutput()}.
   */
  public OutputStream output() {
    return streams().output(Lane.DATA);
  }

  /** CHANNEL_EXTENDED_DATA of type stderr for the peer. Closing it does nothing. */
  public OutputStream extendedOutput() {
    return streams().output(Lane.STDERR);
  }

  /**
   * Sends a request that wants a reply.
   *
   * @return completes with whether it succeeded; exceptionally when the channel ends before
   */
  public CompletableFuture<Boolean> request(SessionRequest request) {
    return requests.request(request);
  }

  /** Sends a request that wants no reply: exit-status, signal, window-change. */
  public void send(SessionRequest request) {
    if (request instanceof SessionRequest.ExitStatus
        || request instanceof SessionRequest.ExitSignal) {
      exit = request;
    }
    requests.send(request);
  }

  /** The exit-status or exit-signal that was sent. */
  public Optional<SessionRequest> exit() {
    return Optional.ofNullable(exit);
  }

  /** Tells the peer that nobody reads {@link #input()} any more, if it knows how to be told. */
  public void sendEndOfWriting() {
    if (SessionRequest.EndOfWriting.isKnownTo(channels.peer().software())) {
      send(new SessionRequest.EndOfWriting());
    }
  }

  /** Sends EOF and CLOSE after everything written, and every request sent, so far. */
  public void close() {
    // by way of the loop: a request that was sent before must not be overtaken
    link.execute(() -> end.close());
  }

  /**
   * Sends CLOSE now, without EOF: what was not sent is dropped, and the peer sees that. Who waits
   * in one of the streams waits no longer, whenever the peer closes it, too.
   */
  public void abort() {
    if (end instanceof Streams streams) {
      streams.abort(); // at once: who reads or writes waits no longer
      close();
    } else {
      link.execute(() -> end.abort());
    }
  }

  /** Completes when the channel is closed on both sides or the connection is over. */
  public CompletableFuture<Void> closed() {
    return closed.future();
  }

  /**
   * Whether the peer has sent CLOSE; without, {@link #closed} means that the connection is over.
   */
  public boolean isClosedByPeer() {
    return endReason instanceof ClosedByPeerException;
  }

  // loop only

  int localChannel() {
    return localChannel;
  }

  ChannelRequests requests() {
    return requests;
  }

  /** What is behind it here. */
  ChannelEnd end() {
    return end;
  }

  /** Told of requests that say what the channel is for. */
  ServiceClass.Part serviceClass() {
    return serviceClass;
  }

  /** When data last went, either way, or it was opened. */
  long lastTraffic() {
    return lastTraffic;
  }

  /** The peer's number. Once the channel is open. */
  int recipientChannel() {
    return recipientChannel;
  }

  /** Whether anything may still be sent on it. */
  boolean maySend() {
    return !over && !closeSent;
  }

  /** What one is told who wants to send and may not. */
  IOException whyOver() {
    return endReason == null ? new IOException("the channel is closed") : failure(endReason);
  }

  /** There may be something to pull. */
  void outputReady() {
    channels.hasOutput(this);
  }

  /** Puts something else than streams behind it. Before it is open. */
  void end(ChannelEnd other) {
    end = other;
  }

  /** What its end may do. */
  private final class Side implements ChannelEnd.Side {
    @Override
    public void outputReady() {
      Channel.this.outputReady();
    }

    @Override
    public void consumed(int bytes) {
      Channel.this.consumed(bytes);
    }

    @Override
    public void leads() {
      channels.use().begins(Channel.this);
    }
  }

  /** Both ends know each other's number: data may flow. */
  void opened(int recipient, long initialWindow, long maximumPacketSize) {
    recipientChannel = recipient;
    sendWindow = new SendWindow(initialWindow);
    maximumSent = (int) Math.min(MAXIMUM_SENT, maximumPacketSize);
    lastTraffic = link.nanoTime();
    serviceClass.opened(type);
    end.opened(new Side());
  }

  /** Our SSH_MSG_CHANNEL_OPEN. */
  ChannelOpen open() {
    return new ChannelOpen(type, localChannel, receiveWindow.open(), MAXIMUM_PACKET_SIZE);
  }

  /** Our answer to the peer's. */
  ChannelOpenConfirmation confirmation(int recipient) {
    return new ChannelOpenConfirmation(
        recipient, localChannel, receiveWindow.open(), MAXIMUM_PACKET_SIZE, new byte[0]);
  }

  private void debit(int length) throws RefusedException {
    if (eofReceived) {
      throw malformed("SSH_MSG_CHANNEL_DATA", "recipient channel", "data after EOF");
    }
    if (length > MAXIMUM_PACKET_SIZE) {
      throw malformed("SSH_MSG_CHANNEL_DATA", "data", "more than the maximum packet size");
    }
    lastTraffic = link.nanoTime();
    receiveWindow.received(length, end.unread(), lastTraffic);
    if (!closeSent && receiveWindow.isHeldBackDue()) {
      sendCredit();
    }
    tellThreshold();
  }

  void data(Lane lane, InboundPayload payload, int offset, int length) throws RefusedException {
    debit(length);
    if (closeSent || length == 0) {
      return;
    }
    if (end.put(lane, payload.array(), offset, length, link.arrays())) {
      payload.take();
    }
  }

  /** Readers on other threads say when as much is read. */
  private void tellThreshold() {
    if (end instanceof Streams streams) {
      streams.threshold(receiveWindow.threshold());
    }
  }

  /** Credits what was read, however little. */
  void credit() {
    int consumed = end instanceof Streams streams ? streams.takeConsumed() : 0;
    if (isPeerDone()) {
      return;
    }
    receiveWindow.consumed(consumed);
    sendCredit();
    tellThreshold();
  }

  /** Credits what was consumed once it is worth a message. */
  private void consumed(int bytes) {
    if (!isPeerDone()) {
      receiveWindow.consumed(bytes);
      if (receiveWindow.isCreditDue()) {
        sendCredit();
      }
    }
  }

  /** Whether no more data can come. */
  private boolean isPeerDone() {
    return over || eofReceived || closeSent;
  }

  private void sendCredit() {
    long add = receiveWindow.credit(link.nanoTime());
    if (add > 0) {
      link.send(new ChannelWindowAdjust(recipientChannel, add));
    }
  }

  /** Data of a type we do not know: dropped, and its window given back. */
  void dropped(int length) throws RefusedException {
    debit(length);
    consumed(length);
  }

  void windowAdjust(long bytes) throws RefusedException {
    window().adjust(bytes);
    channels.hasOutput(this);
  }

  void eofReceived() {
    eofReceived = true;
    end.end();
  }

  void closeReceived() {
    end.end();
    if (!closeSent) {
      closeSent = true;
      link.send(new ChannelClose(recipientChannel));
    }
    end(new ClosedByPeerException());
  }

  /** What one who waits for a channel is thrown: with his own stack, not the loop's. */
  static IOException failure(IOException reason) {
    return new IOException(reason.getMessage(), reason);
  }

  /** The channel, or the connection below it, is over. */
  void end(IOException reason) {
    if (over) {
      return;
    }
    over = true;
    endReason = reason;
    InAnyCase.run(
        () -> end.over(reason),
        serviceClass::over,
        () -> channels.forget(this),
        () -> requests.fail(reason),
        () -> end.whenReleased(this::released));
  }

  private void released() {
    InAnyCase.run(
        () -> channels.unused(this), // before who waits for its end is told of that
        () -> requests.end(closed, this::letGo));
  }

  /** Not before the application does: it may keep what came. */
  private void letGo() {
    receiveWindow.close();
    channels.ended(this);
  }

  /** The peer reads no more: OpenSSH PROTOCOL §2.1. */
  void endOfWriting() {
    end.endOfWriting();
  }

  boolean queueForOutput() {
    boolean first = !queuedForOutput && sendWindow != null && !over;
    queuedForOutput |= first;
    return first;
  }

  void dequeued() {
    queuedForOutput = false;
  }

  /**
   * Writes the next packet of this channel: data, EOF or CLOSE.
   *
   * @return false when there is none until more is written or the window opens
   */
  boolean pull(PacketWriter writer, ByteBuf out) {
    if (over || closeSent || requests.holdData()) {
      return false;
    }
    return switch (end.output(eofSent)) {
      case NONE -> false;
      case DATA -> pullData(writer, out);
      case EOF -> {
        eofSent = true;
        yield write(writer, out, new ChannelEof(recipientChannel));
      }
      case CLOSE -> {
        closeSent = true;
        yield write(writer, out, new ChannelClose(recipientChannel));
      }
    };
  }

  private boolean pullData(PacketWriter writer, ByteBuf out) {
    int maximum = (int) Math.min(window().bytes(), maximumSent);
    Lane lane = end.next(lastLane == Lane.DATA ? Lane.STDERR : Lane.DATA);
    if (maximum == 0 || lane == null) {
      return false;
    }
    lastLane = lane;
    int head = lane == Lane.DATA ? ChannelData.HEAD : ChannelExtendedData.HEAD;
    int at = writer.begin(out, head + maximum);
    int count = end.pull(lane, out.array(), at + head, maximum);
    if (count == 0) {
      return false;
    }
    if (lane == Lane.DATA) {
      ChannelData.writeHead(out.array(), at, recipientChannel, count);
    } else {
      ChannelExtendedData.writeHead(out.array(), at, recipientChannel, count);
    }
    writer.end(out, head + count);
    window().sent(count);
    lastTraffic = link.nanoTime();
    receiveWindow.moved(count, lastTraffic);
    return true;
  }

  private static boolean write(PacketWriter writer, ByteBuf out, Message message) {
    byte[] payload = message.payload();
    int at = writer.begin(out, payload.length);
    System.arraycopy(payload, 0, out.array(), at, payload.length);
    writer.end(out, payload.length);
    return true;
  }

  ReceiveWindow receiveWindow() {
    return receiveWindow;
  }

  SendWindow window() {
    if (sendWindow == null) {
      throw new AssertionError("channel not open yet");
    }
    return sendWindow;
  }

  boolean isOver() {
    return over;
  }

  boolean isOpen() {
    return sendWindow != null;
  }

  private static RefusedException malformed(String message, String field, String problem) {
    return new RefusedException(new Refusal.Malformed(message, field, problem));
  }
}
