package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.PacketWriter;

/**
 * The channels of one connection: their numbers, data to and from them, and whose turn it is to
 * send. Loop only.
 */
final class Channels {
  private final Link link;
  private final Supplier<IdentificationString> peer;
  private final Strays strays;
  private final List<@Nullable Channel> byNumber = new ArrayList<>();
  private final BitSet taken = new BitSet();
  private final ArrayDeque<Channel> turn = new ArrayDeque<>();
  private final ChannelCounts counts = new ChannelCounts();
  private final ChannelUse use = new ChannelUse();
  private final ServiceClass serviceClass;
  private long lastChange;

  /**
   * @param peer what the peer calls itself
   * @param serviceClass told what channels are for
   */
  Channels(
      Link link, Supplier<IdentificationString> peer, Strays strays, ServiceClass serviceClass) {
    this.link = link;
    this.peer = peer;
    this.strays = strays;
    this.serviceClass = serviceClass;
  }

  /** What the peer calls itself. */
  IdentificationString peer() {
    return peer.get();
  }

  ChannelCounts counts() {
    return counts;
  }

  /** Which are in use. */
  ChannelUse use() {
    return use;
  }

  /** A new channel with a number of its own. There is room for it. */
  Channel add(ChannelType type, ReceiveWindow window) {
    int number = taken.nextClearBit(0);
    Channel channel = new Channel(this, link, type, number, window, serviceClass.new Part());
    if (number == byNumber.size()) {
      byNumber.add(channel);
    } else {
      byNumber.set(number, channel);
    }
    taken.set(number);
    counts.opened(type);
    lastChange = link.nanoTime();
    return channel;
  }

  /** A number for a channel that is not ours: a proxy client's. */
  int reserve() {
    int number = taken.nextClearBit(0);
    if (number == byNumber.size()) {
      byNumber.add(null);
    }
    taken.set(number);
    lastChange = link.nanoTime();
    return number;
  }

  void release(int number) {
    taken.clear(number);
    lastChange = link.nanoTime();
  }

  /** When a channel came or went. */
  long lastChange() {
    return lastChange;
  }

  /** Those that carry data. */
  List<Channel> carrying() {
    List<Channel> carrying = new ArrayList<>();
    for (Channel channel : byNumber) {
      if (channel != null && channel.isOpen() && channel.maySend()) {
        carrying.add(channel);
      }
    }
    return carrying;
  }

  /** Bytes that wait, of the peer's or for it. */
  long held() {
    return byNumber.stream().filter(Objects::nonNull).mapToLong(each -> each.end().held()).sum();
  }

  /** Those that are open; a proxy client's are not ours. */
  List<ChannelInfo> infos() {
    List<ChannelInfo> infos = new ArrayList<>();
    for (Channel channel : byNumber) {
      if (channel != null && channel.isOpen()) {
        infos.add(
            new ChannelInfo(
                channel.localChannel(),
                channel.type(),
                channel.recipientChannel(),
                channel.window().bytes(),
                channel.receiveWindow().open()));
      }
    }
    return infos;
  }

  Channel channel(int number) throws RefusedException {
    Channel channel = find(number);
    if (channel == null) {
      throw noSuchChannel(number);
    }
    return channel;
  }

  private @Nullable Channel find(int number) {
    Channel channel = number >= 0 && number < byNumber.size() ? byNumber.get(number) : null;
    return channel != null && channel.isOpen() ? channel : null;
  }

  void windowAdjust(ChannelWindowAdjust message) throws RefusedException {
    Channel channel = find(message.recipientChannel());
    if (channel == null) {
      strays.note("window adjust for a channel that is not open");
    } else {
      channel.windowAdjust(message.bytesToAdd());
    }
  }

  /** SSH_MSG_CHANNEL_SUCCESS or FAILURE. */
  void replied(int number, boolean success) {
    Channel channel = find(number);
    if (channel == null || !channel.requests().replied(success)) {
      strays.note("reply to a channel request that nobody waits for");
    }
  }

  static RefusedException noSuchChannel(int number) {
    return new RefusedException(
        new Refusal.Malformed(
            "channel message",
            "recipient channel",
            "no such channel: " + Integer.toUnsignedString(number)));
  }

  /** CHANNEL_DATA and CHANNEL_EXTENDED_DATA: from the packet's array into the channel. */
  void data(InboundPayload payload) throws RefusedException, MalformedException {
    byte[] array = payload.array();
    int at = payload.offset();
    int length = ChannelData.dataLength(array, at, payload.length());
    channel(ChannelData.recipientChannel(array, at))
        .data(Lane.DATA, payload, at + ChannelData.HEAD, length);
  }

  void extendedData(InboundPayload payload) throws RefusedException, MalformedException {
    byte[] array = payload.array();
    int at = payload.offset();
    int length = ChannelExtendedData.dataLength(array, at, payload.length());
    Channel channel = channel(ChannelExtendedData.recipientChannel(array, at));
    if (ChannelExtendedData.dataType(array, at) == ChannelExtendedData.STDERR) {
      channel.data(Lane.STDERR, payload, at + ChannelExtendedData.HEAD, length);
    } else {
      channel.dropped(length);
    }
  }

  /** A channel has something to send. */
  void hasOutput(Channel channel) {
    queue(channel);
    link.outputReady();
  }

  private void queue(Channel channel) {
    if (channel.queueForOutput()) {
      turn.add(channel);
    }
  }

  boolean hasOutput() {
    return !turn.isEmpty();
  }

  /** One packet of the channel whose turn it is; channels take turns packet by packet. */
  boolean pull(PacketWriter writer, ByteBuf out) {
    Channel channel;
    while ((channel = turn.poll()) != null) {
      channel.dequeued();
      if (channel.pull(writer, out)) {
        queue(channel);
        return true;
      }
    }
    return false;
  }

  /** All that was read is credited now: for a while nothing can be. */
  void credit() {
    for (Channel channel : byNumber) {
      if (channel != null) {
        channel.credit();
      }
    }
  }

  void forget(Channel channel) {
    byNumber.set(channel.localChannel(), null);
    taken.clear(channel.localChannel());
    turn.remove(channel);
    counts.closed(channel.type());
    lastChange = link.nanoTime();
  }

  /** Both sides have closed a channel, and its socket, if it has one, is closed. Any thread. */
  void unused(Channel channel) {
    link.executeNow(() -> use.ends(channel));
  }

  /** The application is done with a channel that was forgotten. Any thread. */
  void ended(Channel channel) {
    link.executeNow(() -> counts.ended(channel.type()));
  }

  /** The connection is over. */
  void end(IOException reason) {
    use.end();
    InAnyCase.each(
        byNumber.stream().filter(Objects::nonNull).toList(), channel -> channel.end(reason));
  }
}
