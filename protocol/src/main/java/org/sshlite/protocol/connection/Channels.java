package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.message.ChannelData;
import org.sshlite.protocol.message.ChannelExtendedData;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ChannelWindowAdjust;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.PacketWriter;

/**
 * The channels of one connection: their numbers, opening them, data to and from them, and whose
 * turn it is to send. Loop only.
 */
final class Channels {
  /** Channels on one connection, whatever the application allows. */
  private static final int MAXIMUM = 1024;

  /**
   * Closed channels that the application is not done with. More than a handful is a peer that opens
   * and closes what takes long to end; each may hold a process, its threads and a full window.
   */
  private static final int MAXIMUM_ENDING = 64;

  private final Link link;
  private final Supplier<IdentificationString> peer;
  private final BiFunction<Channel, Integer, Optional<ChannelHandler>> application;
  private final WindowBudget budget;
  private final Strays strays;
  private final LastArrival lastArrival = new LastArrival();
  private final List<@Nullable Channel> byNumber = new ArrayList<>();
  private final ArrayDeque<Channel> turn = new ArrayDeque<>();
  private final List<Opening> openings = new ArrayList<>();

  /** Channels that are closed, and that the application is not done with. */
  private int ending;

  /** A channel whose CHANNEL_OPEN is out. */
  private record Opening(Channel channel, CompletableFuture<Channel> result) {}

  /**
   * @param peer what the peer calls itself
   * @param application asked for the handler of a session, and told how many there are
   */
  Channels(
      Link link,
      Supplier<IdentificationString> peer,
      BiFunction<Channel, Integer, Optional<ChannelHandler>> application,
      WindowBudget budget,
      Strays strays) {
    this.link = link;
    this.application = application;
    this.peer = peer;
    this.budget = budget;
    this.strays = strays;
  }

  /** What the peer calls itself. */
  IdentificationString peer() {
    return peer.get();
  }

  /** Opens a session channel, RFC 4254 §6.1. */
  void openSession(ChannelHandler handler, CompletableFuture<Channel> result) {
    int number = freeNumber();
    if (number < 0) {
      link.fail(result, new IOException("too many channels on this connection"));
      return;
    }
    Channel channel =
        new Channel(
            this, link, number, new ReceiveWindow(budget, lastArrival, ReceiveWindow.MAXIMUM));
    channel.requests().handler(handler);
    byNumber.set(number, channel);
    openings.add(new Opening(channel, result));
    link.send(
        new ChannelOpen(
            new ChannelType.Session(), number, ReceiveWindow.INITIAL, Channel.MAXIMUM_PACKET_SIZE));
  }

  private int freeNumber() {
    for (int i = 0; i < byNumber.size(); i++) {
      if (byNumber.get(i) == null) {
        return i;
      }
    }
    if (byNumber.size() == MAXIMUM) {
      return -1;
    }
    byNumber.add(null);
    return byNumber.size() - 1;
  }

  void confirmed(ChannelOpenConfirmation message) throws RefusedException {
    Opening opening = opening(message.recipientChannel());
    opening
        .channel()
        .opened(message.senderChannel(), message.initialWindow(), message.maximumPacketSize());
    link.complete(opening.result(), opening.channel());
  }

  void failed(ChannelOpenFailure message) throws RefusedException {
    Opening opening = opening(message.recipientChannel());
    String reason = Printable.line(message.description());
    opening.channel().end(new IOException(reason));
    link.fail(
        opening.result(),
        new IOException(
            "the peer refused to open a channel: %s (reason %d)"
                .formatted(reason, message.reason())));
  }

  private Opening opening(int number) throws RefusedException {
    for (int i = 0; i < openings.size(); i++) {
      if (openings.get(i).channel().localChannel() == number) {
        return openings.remove(i);
      }
    }
    throw noSuchChannel(number);
  }

  /**
   * The peer opens a channel. Only a server has something to offer, and only new
   * ChannelType.Session().
   */
  void open(ChannelOpen message) {
    if (!(message.type() instanceof ChannelType.Session)) {
      refuse(message, OpenFailureReason.UNKNOWN_CHANNEL_TYPE, "unknown channel type");
      return;
    }
    int number = ending < MAXIMUM_ENDING ? freeNumber() : -1;
    if (number < 0) {
      refuse(message, OpenFailureReason.RESOURCE_SHORTAGE, "too many channels");
      return;
    }
    Channel channel =
        new Channel(
            this,
            link,
            number,
            new ReceiveWindow(budget, lastArrival, ReceiveWindow.maximumFor(peer())));
    Optional<ChannelHandler> handler = application.apply(channel, openChannels());
    if (handler.isEmpty()) {
      refuse(message, OpenFailureReason.ADMINISTRATIVELY_PROHIBITED, "open failed");
      return;
    }
    channel.requests().handler(handler.get());
    byNumber.set(number, channel);
    channel.opened(message.senderChannel(), message.initialWindow(), message.maximumPacketSize());
    link.send(channel.confirmation());
  }

  private int openChannels() {
    return (int) byNumber.stream().filter(Objects::nonNull).count();
  }

  private void refuse(ChannelOpen message, OpenFailureReason reason, String description) {
    link.send(new ChannelOpenFailure(message.senderChannel(), reason, description));
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

  private static RefusedException noSuchChannel(int number) {
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
      if (channel.pull(writer, out) == Channel.Pulled.PACKET) {
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
    turn.remove(channel);
    ending++;
  }

  /** The application is done with a channel that was forgotten. Any thread. */
  void ended() {
    link.execute(() -> ending--);
  }

  /** The connection is over. */
  void end(IOException reason) {
    for (Opening opening : openings) {
      link.fail(opening.result(), reason);
    }
    openings.clear();
    for (Channel channel : byNumber.toArray(new Channel[0])) {
      if (channel != null) {
        channel.end(reason);
      }
    }
  }
}
