package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ChannelEnd;
import org.sshlite.protocol.connection.Lane;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * The end of a channel whose far side speaks SOCKS to us: a remote forward without a target. Until
 * it has said where it wants to this end answers; then a relay does. Loop only.
 */
final class SocksEnd implements ChannelEnd, SocksDialogue.Server {
  private final BiConsumer<SocksRequest, SocksEnd> onRequest;
  private final SocksDialogue dialogue = new SocksDialogue(this);
  private final ByteBuf replies = Unpooled.buffer(16);
  private @Nullable Side side;
  private @Nullable Relay relay;
  private boolean asked;
  private boolean ended;
  private boolean closing;
  private boolean over;

  /**
   * @param onRequest told once; answers by {@link #join} or {@link #refuse}, at once or later
   */
  SocksEnd(BiConsumer<SocksRequest, SocksEnd> onRequest) {
    this.onRequest = onRequest;
  }

  /** The target is connected. */
  void join(SocksRequest request, Relay joined) {
    if (over) {
      joined.over(new IOException("the channel is over"));
      return;
    }
    replies.writeBytes(request.granted());
    joined.startWith(replies);
    relay = joined;
    joined.opened(side());
    side().leads();
    side().consumed(dialogue.length());
    ByteBuf behind = dialogue.behind();
    if (behind.isReadable()) {
      joined.put(
          Lane.DATA,
          behind.array(),
          behind.readerIndex(),
          behind.readableBytes(),
          new LoopArrays());
    }
    if (ended) {
      joined.end();
    }
    side().outputReady();
  }

  @Override
  public void answer(byte[] reply) {
    replies.writeBytes(reply);
    side().outputReady();
  }

  /** The target is not connected, and will not be. */
  @Override
  public void refuse(byte[] reply) {
    replies.writeBytes(reply);
    close();
  }

  private Side side() {
    if (side == null) {
      throw new AssertionError("not open");
    }
    return side;
  }

  @Override
  public void opened(Side side) {
    this.side = side;
  }

  @Override
  public boolean leads() {
    return false; // the peer says it on the channel
  }

  @Override
  public boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays) {
    if (relay != null) {
      return relay.put(lane, array, offset, length, arrays);
    }
    if (lane != Lane.DATA || closing) {
      side().consumed(length);
    } else {
      dialogue.heard(Unpooled.wrappedBuffer(array, offset, length));
    }
    return false;
  }

  @Override
  public void request(SocksRequest request) {
    asked = true;
    onRequest.accept(request, this);
  }

  @Override
  public long unread() {
    return relay == null ? dialogue.behind().readableBytes() : relay.unread();
  }

  @Override
  public void end() {
    ended = true;
    if (relay != null) {
      relay.end();
    } else if (!asked) {
      close();
    }
  }

  @Override
  public Output output(boolean eofSent) {
    if (relay != null) {
      return relay.output(eofSent);
    }
    if (replies.isReadable()) {
      return Output.DATA;
    }
    if (!closing) {
      return Output.NONE;
    }
    return eofSent ? Output.CLOSE : Output.EOF;
  }

  @Override
  public @Nullable Lane next(Lane preferred) {
    if (relay != null) {
      return relay.next(preferred);
    }
    return replies.isReadable() ? Lane.DATA : null;
  }

  @Override
  public int pull(Lane lane, byte[] target, int offset, int maximum) {
    if (relay != null) {
      return relay.pull(lane, target, offset, maximum);
    }
    int count = Math.min(maximum, replies.readableBytes());
    replies.readBytes(target, offset, count);
    return count;
  }

  @Override
  public void endOfWriting() {
    if (relay == null) {
      close();
    } else {
      relay.endOfWriting();
    }
  }

  @Override
  public void close() {
    closing = true;
    if (relay != null) {
      relay.close();
    } else if (side != null) {
      side.outputReady();
    }
  }

  @Override
  public void abort() {
    close();
  }

  @Override
  public void over(IOException reason) {
    over = true;
    if (relay != null) {
      relay.over(reason);
    }
  }

  @Override
  public void whenReleased(Runnable task) {
    if (relay == null) {
      task.run();
    } else {
      relay.whenReleased(task);
    }
  }
}
