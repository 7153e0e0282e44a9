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
final class SocksEnd implements ChannelEnd {
  private final BiConsumer<SocksRequest, SocksEnd> onRequest;
  private final ByteBuf read = Unpooled.buffer(64);
  private final ByteBuf replies = Unpooled.buffer(16);
  private @Nullable Side side;
  private @Nullable Relay relay;
  private int threshold;
  private int consumed;
  private boolean greeted;
  private boolean asked;
  private boolean ended;
  private boolean closing;
  private boolean over;

  /**
   * @param onRequest told once; answers by {@link #join} or {@link #reject}, at once or later
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
    joined.opened(side(), threshold);
    if (read.isReadable()) {
      joined.put(
          Lane.DATA, read.array(), read.readerIndex(), read.readableBytes(), new LoopArrays());
    }
    if (ended) {
      joined.end();
    }
    side().outputReady();
  }

  /** It is not, and will not be. */
  void reject(byte[] reply) {
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
  public void opened(Side side, int threshold) {
    this.side = side;
    this.threshold = threshold;
  }

  @Override
  public boolean put(Lane lane, byte[] array, int offset, int length, LoopArrays arrays) {
    if (relay != null) {
      return relay.put(lane, array, offset, length, arrays);
    }
    if (lane != Lane.DATA || closing) {
      consumed += length;
    } else {
      read.writeBytes(array, offset, length);
      if (!asked) {
        steps();
      }
    }
    return false;
  }

  private void steps() {
    SocksRequest.Step step;
    do {
      step = SocksRequest.read(read, greeted);
      take(step);
    } while (step instanceof SocksRequest.Step.Answer);
    if (!asked && read.readableBytes() > SocksRequest.MAXIMUM) {
      close();
    }
  }

  private void take(SocksRequest.Step step) {
    switch (step) {
      case SocksRequest.Step.More() -> {}
      case SocksRequest.Step.Answer(var reply) -> {
        greeted = true;
        replies.writeBytes(reply);
        side().outputReady();
      }
      case SocksRequest.Step.Refusal(var reply, _) -> reject(reply);
      case SocksRequest.Step.Request(var request) -> {
        asked = true;
        onRequest.accept(request, this);
      }
    }
  }

  @Override
  public long unread() {
    return relay == null ? read.readableBytes() : relay.unread();
  }

  @Override
  public int takeConsumed() {
    int taken = consumed;
    consumed = 0;
    return relay == null ? taken : taken + relay.takeConsumed();
  }

  @Override
  public void threshold(int bytes) {
    threshold = bytes;
    if (relay != null) {
      relay.threshold(bytes);
    }
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
}
