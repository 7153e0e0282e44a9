package org.sshlite.protocol.connection;

import io.netty.buffer.ByteBuf;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.message.ChannelClose;
import org.sshlite.protocol.message.ChannelFailure;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.ConnectionMessage;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.RequestFailure;
import org.sshlite.protocol.message.RequestSuccess;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.PacketWriter;

/**
 * Those who speak the connection protocol over this connection, OpenSSH PROTOCOL.mux §9: whose
 * channel is whose. Loop only.
 */
final class ProxyClients {
  private static final System.Logger LOG = System.getLogger("connection");

  /** Of one client: as many as a browser's page has, and some. */
  private static final int MOST_CHANNELS = 1000;

  private static final int MOST_FORWARDS = 256;

  /** A message number and one channel number. */
  private static final int SHORTEST = 1 + Integer.BYTES;

  private final Link link;
  private final Channels channels;
  private final GlobalRequests globalRequests;
  private final List<ProxyClient> clients = new ArrayList<>();
  private final Map<Integer, Proxied> byNumber = new HashMap<>();
  private final ArrayDeque<Up> queue = new ArrayDeque<>();

  /** A payload on its way to the far end. */
  private record Up(ProxyClient client, byte[] payload) {}

  /** A channel of a client's. */
  static final class Proxied {
    private final ProxyClient client;

    /** Ours, which the far end knows it by. */
    private final int number;

    /** The client's own. */
    private final int downstream;

    private int recipient;
    private boolean open;
    private boolean closeSent;
    private boolean closeReceived;

    private Proxied(ProxyClient client, int number, int downstream) {
      this.client = client;
      this.number = number;
      this.downstream = downstream;
    }
  }

  ProxyClients(Link link, Channels channels, GlobalRequests globalRequests) {
    this.link = link;
    this.channels = channels;
    this.globalRequests = globalRequests;
  }

  void add(ProxyClient client) {
    clients.add(client);
  }

  /** Whether any channel may be a client's, or become one. */
  boolean isThere() {
    return !clients.isEmpty() || !byNumber.isEmpty();
  }

  // from the far end

  /** Whether a message is about a channel of a client's, who has it then. */
  boolean takes(InboundPayload payload) {
    int number = payload.number();
    if (number <= ChannelOpen.NUMBER
        || number > ChannelFailure.NUMBER
        || payload.length() < SHORTEST) {
      return false;
    }
    Proxied channel = byNumber.get(uint32(payload.array(), payload.offset() + 1));
    if (channel == null || channel.open && answersOpen(number)) {
      return false; // it is answered once: what comes again is about no channel that there is
    }
    byte[] copy = new byte[payload.length()];
    System.arraycopy(payload.array(), payload.offset(), copy, 0, copy.length);
    put(copy, 1, channel.downstream);
    if (!channel.client.isOver()) {
      channel.client.deliver(copy);
    }
    switch (number) {
      case ChannelOpenConfirmation.NUMBER -> confirmed(channel, copy);
      case ChannelOpenFailure.NUMBER -> forget(channel);
      case ChannelClose.NUMBER -> {
        channel.closeReceived = true;
        closed(channel);
      }
      default -> {}
    }
    return true;
  }

  private static boolean answersOpen(int number) {
    return number == ChannelOpenConfirmation.NUMBER || number == ChannelOpenFailure.NUMBER;
  }

  private void confirmed(Proxied channel, byte[] payload) {
    if (payload.length >= SHORTEST + Integer.BYTES) {
      opened(channel, uint32(payload, SHORTEST));
      if (channel.client.isOver()) {
        abandon(channel);
      }
    }
  }

  private static void opened(Proxied channel, int recipient) {
    channel.recipient = recipient;
    channel.open = true;
    channel.client.byRecipient.put(recipient, channel);
  }

  /** Whether a channel that the far end opens is for a client, who has it then. */
  boolean takes(ChannelOpen message) {
    if (message.type() instanceof ChannelType.ForwardedTcpip(var address, var port, _, _)) {
      GlobalRequestType key = new GlobalRequestType.CancelTcpipForward(address, port);
      for (ProxyClient client : clients) {
        if (client.forwards.contains(key)) {
          client.offered.add(message.senderChannel());
          client.deliver(message.payload());
          return true;
        }
      }
    }
    return false;
  }

  // from a client

  void received(ProxyClient client, byte[] payload) {
    if (client.isOver()) {
      return;
    }
    try {
      if (!pass(client, payload)) {
        client.sent(payload);
      }
    } catch (MalformedException e) {
      LOG.log(Level.WARNING, "a proxy client is turned away: " + e.getMessage());
      gone(client);
    }
  }

  /**
   * @return whether it is on its way to the far end
   */
  private boolean pass(ProxyClient client, byte[] payload) throws MalformedException {
    SshReader in = new SshReader("message of a proxy client", payload);
    int number = in.uint8("message number");
    switch (number) {
      case GlobalRequest.NUMBER -> {
        return ConnectionMessage.read(number, in).orElseThrow() instanceof GlobalRequest request
            && request(client, payload, request.type());
      }
      case RequestSuccess.NUMBER, RequestFailure.NUMBER -> {
        return false; // nobody has asked
      }
      case ChannelOpen.NUMBER -> {
        in.string("channel type");
        int at = payload.length - in.remaining();
        put(payload, at, begin(client, (int) in.uint32("sender channel"), in).number);
      }
      case ChannelOpenConfirmation.NUMBER -> {
        int recipient = (int) in.uint32("recipient channel");
        int own = (int) in.uint32("sender channel");
        answers(client, recipient, in);
        Proxied channel = begin(client, own, in);
        opened(channel, recipient);
        put(payload, SHORTEST, channel.number);
      }
      case ChannelOpenFailure.NUMBER -> answers(client, (int) in.uint32("recipient channel"), in);
      default -> {
        return number > ChannelOpen.NUMBER
            && number <= ChannelFailure.NUMBER
            && goesOn(client, number, (int) in.uint32("recipient channel"), payload, in);
      }
    }
    queue(client, payload);
    return true;
  }

  private static void answers(ProxyClient client, int recipient, SshReader in)
      throws MalformedException {
    if (!client.offered.remove(recipient)) {
      throw in.malformed("recipient channel", "not offered");
    }
  }

  private Proxied begin(ProxyClient client, int own, SshReader in) throws MalformedException {
    if (client.channels >= MOST_CHANNELS) {
      throw in.malformed("sender channel", "more than " + MOST_CHANNELS + " channels");
    }
    client.channels++;
    Proxied channel = new Proxied(client, channels.reserve(), own);
    byNumber.put(channel.number, channel);
    return channel;
  }

  private boolean goesOn(
      ProxyClient client, int number, int recipient, byte[] payload, SshReader in)
      throws MalformedException {
    Proxied channel = client.byRecipient.get(recipient);
    if (channel == null) {
      throw in.malformed("recipient channel", "not one of his");
    }
    if (channel.closeSent) {
      return false; // there is nothing to say any more
    }
    queue(client, payload);
    if (number == ChannelClose.NUMBER) {
      channel.closeSent = true;
      closed(channel);
    }
    return true;
  }

  private void queue(ProxyClient client, byte[] payload) {
    queue.add(new Up(client, payload));
    link.outputReady();
  }

  /**
   * As OpenSSH's master, without a reply, whatever is wanted: ssh takes none, for it takes no
   * packet as short as most of them are. What the far end has not granted is not his: nothing that
   * comes for it is, and he cannot cancel it.
   *
   * @return whether it is on its way, and its room is his again when the far end has answered
   */
  private boolean request(ProxyClient client, byte[] payload, GlobalRequestType request) {
    switch (request) {
      case GlobalRequestType.TcpipForward(var address, var port)
          when client.forwards.size() + client.forwardsAsked < MOST_FORWARDS -> {
        client.forwardsAsked++;
        globalRequests.send(
            request,
            reply -> {
              client.forwardsAsked--;
              client.sent(payload);
              reply.ifPresent(data -> granted(client, address, port, data));
            });
        return true;
      }
      case GlobalRequestType.CancelTcpipForward cancel when client.forwards.remove(cancel) -> {
        globalRequests.send(cancel, _ -> client.sent(payload));
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  private void granted(ProxyClient client, String address, long port, byte[] reply) {
    try {
      long bound = port == 0 ? GlobalRequestType.TcpipForward.boundPort(reply) : port;
      GlobalRequestType key = new GlobalRequestType.CancelTcpipForward(address, bound);
      if (client.isOver()) {
        globalRequests.send(key, _ -> {});
      } else {
        client.forwards.add(key);
      }
    } catch (MalformedException _) {
      return; // then nothing is known that could be his
    }
  }

  // the end of a channel, a client, the connection

  private void closed(Proxied channel) {
    if (channel.closeSent && channel.closeReceived) {
      forget(channel);
    }
  }

  private void forget(Proxied channel) {
    if (!byNumber.remove(channel.number, channel)) {
      return; // the number may be another's by now
    }
    channel.client.channels--;
    if (channel.open) {
      channel.client.byRecipient.remove(channel.recipient);
    }
    channels.release(channel.number);
  }

  /** Its client is gone; the number is the far end's until it has closed the channel as well. */
  private void abandon(Proxied channel) {
    if (!channel.closeSent) {
      channel.closeSent = true;
      // not past what is queued of it
      queue(channel.client, new ChannelClose(channel.recipient).payload());
      closed(channel);
    }
  }

  void gone(ProxyClient client) {
    if (!clients.remove(client)) {
      return;
    }
    client.end();
    List.copyOf(client.byRecipient.values()).forEach(this::abandon);
    for (int number : client.offered) {
      queue(client, new ChannelOpenFailure(number, OpenFailureReason.CONNECT_FAILED, "").payload());
    }
    client.offered.clear();
    client.forwards.forEach(key -> globalRequests.send(key, _ -> {}));
    client.forwards.clear();
  }

  /** The connection is over. */
  void end() {
    InAnyCase.run(() -> InAnyCase.drain(clients, ProxyClient::end), queue::clear);
  }

  // output

  boolean hasOutput() {
    return !queue.isEmpty();
  }

  /** One packet. */
  boolean pull(PacketWriter writer, ByteBuf out) {
    Up up = queue.poll();
    if (up == null) {
      return false;
    }
    byte[] payload = up.payload();
    int at = writer.begin(out, payload.length);
    System.arraycopy(payload, 0, out.array(), at, payload.length);
    writer.end(out, payload.length);
    up.client().sent(payload);
    return true;
  }

  private static int uint32(byte[] array, int at) {
    return ByteBuffer.wrap(array).getInt(at);
  }

  private static void put(byte[] array, int at, int value) {
    ByteBuffer.wrap(array).putInt(at, value);
  }
}
