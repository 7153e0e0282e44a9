package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelOpenConfirmation;
import org.sshlite.protocol.message.ChannelOpenFailure;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * Opening channels, RFC 4254 §5.1: ours, until the peer has answered, and the peer's, until the
 * application has. Loop only.
 */
final class Openings {
  /**
   * Channels of the peer's that wait for the application: each may be a socket on its way to
   * somewhere. As many as there may be of a kind of forwards: who opens them all at once, as a
   * proxy's clients do when it comes back, is refused none.
   */
  private static final int MAXIMUM_WAITING = 1024;

  /**
   * Bytes of a CHANNEL_OPEN: what its names say is kept as long as the channel. A host has 255
   * characters, a path of a socket 107.
   */
  private static final int MAXIMUM_OPEN_BYTES = 2048;

  private static final System.Logger LOG = System.getLogger("connection");

  private final Link link;
  private final Channels channels;
  private final Consumer<IncomingChannel> application;
  private final ReceiveWindows windows;
  private final Map<Integer, Ours> ours = new HashMap<>();
  private int waiting;
  private boolean noMoreSessions;

  /**
   * A channel whose CHANNEL_OPEN is out.
   *
   * @param result of who waits for it; a channel's end is told without
   */
  private record Ours(Channel channel, Optional<CompletableFuture<Channel>> result) {}

  /**
   * @param application asked about each channel of the peer's
   */
  Openings(
      Link link, Channels channels, ReceiveWindows windows, Consumer<IncomingChannel> application) {
    this.link = link;
    this.channels = channels;
    this.windows = windows;
    this.application = application;
  }

  WindowShare windowShare() {
    return windows.share();
  }

  // ours

  /**
   * @param handler of the peer's requests on the channel
   */
  void open(ChannelType type, ChannelHandler handler, CompletableFuture<Channel> result) {
    Optional<Channel> channel = add(type, handler);
    channel.ifPresentOrElse(
        opening -> send(opening, Optional.of(result)),
        () -> link.fail(result, ChannelRefusedException.noRoomHere()));
  }

  /** With something else than streams behind it, which is told how it went. */
  void open(ChannelType type, ChannelHandler handler, ChannelEnd end) {
    Optional<Channel> channel = add(type, handler);
    channel.ifPresentOrElse(
        opening -> {
          opening.end(end);
          send(opening, Optional.empty());
        },
        () -> end.over(ChannelRefusedException.noRoomHere()));
  }

  private Optional<Channel> add(ChannelType type, ChannelHandler handler) {
    Optional<ReceiveWindow> window =
        channels.counts().hasRoom(type)
            ? windows.open(type, ReceiveWindow.MAXIMUM, link.nanoTime())
            : Optional.empty();
    return window.map(
        open -> {
          Channel channel = channels.add(type, open);
          channel.requests().handler(handler);
          return channel;
        });
  }

  private void send(Channel channel, Optional<CompletableFuture<Channel>> result) {
    ours.put(channel.localChannel(), new Ours(channel, result));
    channels.use().begins(channel);
    link.send(channel.open());
  }

  void confirmed(ChannelOpenConfirmation message) throws RefusedException {
    Ours opening = ours(message.recipientChannel());
    opening
        .channel()
        .opened(message.senderChannel(), message.initialWindow(), message.maximumPacketSize());
    opening.result().ifPresent(result -> link.complete(result, opening.channel()));
  }

  void failed(ChannelOpenFailure message) throws RefusedException {
    Ours opening = ours(message.recipientChannel());
    ChannelRefusedException refused = new ChannelRefusedException(message);
    opening.channel().end(refused);
    opening.result().ifPresent(result -> link.fail(result, refused));
  }

  private Ours ours(int number) throws RefusedException {
    Ours opening = ours.remove(number);
    if (opening == null) {
      throw Channels.noSuchChannel(number);
    }
    return opening;
  }

  // the peer's

  /**
   * From now on a session ends the connection, OpenSSH PROTOCOL §2.2: who has taken over the client
   * gets no more than was there.
   */
  void noMoreSessions() {
    noMoreSessions = true;
  }

  /**
   * @param size bytes of the message
   */
  void received(ChannelOpen message, int size) throws RefusedException {
    ChannelType type = message.type();
    if (size > MAXIMUM_OPEN_BYTES) {
      refuse(message, OpenFailureReason.RESOURCE_SHORTAGE, "too long");
      return;
    }
    if (noMoreSessions && type instanceof ChannelType.Session) {
      throw new RefusedException(Refusal.SESSION_AFTER_THE_LAST);
    }
    Optional<ReceiveWindow> window =
        waiting < MAXIMUM_WAITING && channels.counts().hasRoom(type)
            ? windows.open(type, ReceiveWindow.maximumFor(channels.peer()), link.nanoTime())
            : Optional.empty();
    if (window.isEmpty()) {
      refuse(message, OpenFailureReason.RESOURCE_SHORTAGE, "too many channels");
      return;
    }
    int others = channels.counts().open(type);
    waiting++;
    application.accept(new Theirs(message, channels.add(type, window.get()), others));
  }

  /** What the application is not asked about. */
  private void refuse(ChannelOpen message, OpenFailureReason reason, String description) {
    LOG.log(
        System.Logger.Level.INFO,
        "refused to open a channel {0}: {1}",
        message.type() instanceof ChannelType.Unknown(var name, _)
            ? Printable.line(
                name.substring(0, Math.min(NameList.MAXIMUM_NAME_LENGTH, name.length())))
            : message.type().name(),
        description);
    link.send(new ChannelOpenFailure(message.senderChannel(), reason, description));
  }

  /** A channel of the peer's that waits for the application. Any thread. */
  private final class Theirs implements IncomingChannel {
    private final ChannelOpen message;
    private final Channel channel;
    private final int others;
    private final AtomicBoolean answered = new AtomicBoolean();

    Theirs(ChannelOpen message, Channel channel, int others) {
      this.message = message;
      this.channel = channel;
      this.others = others;
    }

    @Override
    public ChannelType type() {
      return message.type();
    }

    @Override
    public Channel channel() {
      return channel;
    }

    @Override
    public int others() {
      return others;
    }

    @Override
    public void accept(ChannelHandler handler) {
      if (!answer(() -> accepted(handler))) {
        handler.closed(); // the loop has ended, and nobody else is left to say so
      }
    }

    @Override
    public void accept(ChannelHandler handler, ChannelEnd end) {
      channel.end(end);
      accept(handler);
      if (channel.isOver()) {
        end.over(channel.whyOver()); // before it had this end
      }
    }

    @Override
    public void refuse(OpenFailureReason reason, String description) {
      answer(() -> refused(reason, description));
    }

    private boolean answer(Runnable task) {
      if (!answered.compareAndSet(false, true)) {
        throw new IllegalStateException("the channel was answered already");
      }
      return link.executeNow(
          () -> {
            waiting--;
            task.run();
          });
    }

    private void accepted(ChannelHandler handler) {
      if (channel.isOver()) {
        link.offLoop(handler::closed);
        return;
      }
      channel.requests().handler(handler);
      link.send(channel.confirmation(message.senderChannel()));
      channel.opened(message.senderChannel(), message.initialWindow(), message.maximumPacketSize());
      if (channel.end().leads()) {
        channels.use().begins(channel);
      }
    }

    private void refused(OpenFailureReason reason, String description) {
      if (!channel.isOver()) {
        link.send(new ChannelOpenFailure(message.senderChannel(), reason, description));
        channel.end(new IOException("the channel was refused"));
      }
    }
  }

  /** The connection is over. */
  void end(IOException reason) {
    InAnyCase.drain(
        ours.values(), opening -> opening.result().ifPresent(result -> link.fail(result, reason)));
  }
}
