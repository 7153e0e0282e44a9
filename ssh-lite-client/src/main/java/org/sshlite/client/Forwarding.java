package org.sshlite.client;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ProtocolFamily;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Listening;
import org.sshlite.protocol.forward.Originator;
import org.sshlite.protocol.forward.SocketCount;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.forward.X11Cookies;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;

/**
 * What one session forwards, RFC 4254 §7: what listens here and goes on from the far end, what
 * listens there and goes on from here, and the agent. Nothing is forwarded that was not asked for
 * here: whatever else the far end opens is refused. Any thread.
 */
public final class Forwarding {
  private static final Logger LOG = System.getLogger("forward");

  private static final int LAST_PORT = 65535;

  private final Connection connection;
  private final Forwards forwards;
  private final Optional<ProtocolFamily> family;

  /** What to do with a channel that the far end opens, by what it listens at. */
  private final Map<GlobalRequestType, Consumer<IncomingChannel>> remote =
      new ConcurrentHashMap<>();

  /** The last request for a free port: until it is answered nothing tells whose a connection is. */
  private CompletableFuture<Optional<RemoteForward>> freePort =
      CompletableFuture.completedFuture(Optional.empty());

  private volatile @Nullable Consumer<IncomingChannel> agent;
  private volatile @Nullable Consumer<IncomingChannel> display;

  /**
   * @param family of the addresses that are connected to from here; empty for each there is
   */
  Forwarding(Connection connection, Optional<ProtocolFamily> family) {
    this.connection = connection;
    this.family = family;
    this.forwards = new Forwards(connection, new OwnSockets(), SocketCount.UNLIMITED);
    connection.ended().thenRun(forwards::close);
  }

  // what listens here

  /**
   * Listens here, and connects from the far end to {@code target} for each connection ({@code -L}).
   *
   * @param onRefused told why a connection came to nothing, by a {@link ChannelFailedException}
   *     where the far end opens no channel; must not wait
   * @throws IOException when nothing can be listened at, in the system's words
   */
  public Listening listen(ListenAt at, Target target, Consumer<IOException> onRefused)
      throws IOException {
    return Waiting.on(listenAsync(at, target, onRefused));
  }

  /** As {@link #listen}, without waiting. */
  public CompletableFuture<Listening> listenAsync(
      ListenAt at, Target target, Consumer<IOException> onRefused) {
    return forwards.listen(
        at, from -> opening(target, from), e -> onRefused.accept(Failures.of(e)));
  }

  /**
   * Listens here for SOCKS 4, 4a and 5, and connects from the far end to where each client says
   * ({@code -D}).
   *
   * @param onRefused as {@link #listen}
   * @throws IOException as {@link #listen}
   */
  public Listening listenForSocks(ListenAt at, Consumer<IOException> onRefused) throws IOException {
    return Waiting.on(listenForSocksAsync(at, onRefused));
  }

  /** As {@link #listenForSocks}, without waiting. */
  public CompletableFuture<Listening> listenForSocksAsync(
      ListenAt at, Consumer<IOException> onRefused) {
    return forwards.listenForSocks(at, e -> onRefused.accept(Failures.of(e)));
  }

  /** The channel for a connection to {@code target} from the far end. */
  static ChannelType opening(Target target, Originator from) {
    return switch (target) {
      case Target.Tcp(var host, var port) ->
          new ChannelType.DirectTcpip(host, port, from.address(), from.port());
      case Target.Unix(var path) -> new ChannelType.DirectStreamlocal(path.toString());
    };
  }

  // what listens there

  /**
   * Lets the far end listen, and connects from here to {@code target} ({@code -R}).
   *
   * @param address that the far end binds: empty for all, {@code localhost} for its own machine
   * @param port 0 for a free one
   * @return empty when the far end refuses, or was asked for the same already
   */
  public Optional<RemoteForward> request(String address, int port, Target target)
      throws IOException {
    return Waiting.on(requestAsync(address, port, target));
  }

  /** As {@link #request(String, int, Target)}, without waiting. */
  public CompletableFuture<Optional<RemoteForward>> requestAsync(
      String address, int port, Target target) {
    return tcp(address, port, channel -> forwards.relay(channel, target, family));
  }

  /**
   * As {@link #request(String, int, Target)}, where each connection says in SOCKS where it goes to.
   *
   * @param permits where it may go; must not wait
   */
  public Optional<RemoteForward> requestForSocks(
      String address, int port, Predicate<Target.Tcp> permits) throws IOException {
    return Waiting.on(requestForSocksAsync(address, port, permits));
  }

  /** As {@link #requestForSocks(String, int, Predicate)}, without waiting. */
  public CompletableFuture<Optional<RemoteForward>> requestForSocksAsync(
      String address, int port, Predicate<Target.Tcp> permits) {
    return tcp(address, port, channel -> forwards.relaySocks(channel, permits, family));
  }

  /** As {@link #request(String, int, Target)}, at a unix socket of the far end. */
  public Optional<RemoteForward> request(String path, Target target) throws IOException {
    return Waiting.on(requestAsync(path, target));
  }

  /** As {@link #request(String, Target)}, without waiting. */
  public CompletableFuture<Optional<RemoteForward>> requestAsync(String path, Target target) {
    return unix(path, channel -> forwards.relay(channel, target, family));
  }

  /** As {@link #requestForSocks(String, int, Predicate)}, at a unix socket of the far end. */
  public Optional<RemoteForward> requestForSocks(String path, Predicate<Target.Tcp> permits)
      throws IOException {
    return Waiting.on(requestForSocksAsync(path, permits));
  }

  /** As {@link #requestForSocks(String, Predicate)}, without waiting. */
  public CompletableFuture<Optional<RemoteForward>> requestForSocksAsync(
      String path, Predicate<Target.Tcp> permits) {
    return unix(path, channel -> forwards.relaySocks(channel, permits, family));
  }

  private CompletableFuture<Optional<RemoteForward>> tcp(
      String address, int port, Consumer<IncomingChannel> onConnection) {
    return port == 0 ? free(address, onConnection) : at(address, port, onConnection);
  }

  private CompletableFuture<Optional<RemoteForward>> at(
      String address, int port, Consumer<IncomingChannel> onConnection) {
    GlobalRequestType key = new GlobalRequestType.CancelTcpipForward(address, port);
    return request(new GlobalRequestType.TcpipForward(address, port), key, onConnection)
        .thenApply(reply -> reply.map(_ -> listening(key, port, onConnection)));
  }

  private synchronized CompletableFuture<Optional<RemoteForward>> free(
      String address, Consumer<IncomingChannel> onConnection) {
    GlobalRequestType asked = new GlobalRequestType.CancelTcpipForward(address, 0);
    freePort =
        freePort
            .exceptionally(_ -> Optional.empty())
            .thenCompose(
                _ ->
                    request(new GlobalRequestType.TcpipForward(address, 0), asked, onConnection)
                        .thenCompose(
                            reply ->
                                reply.isEmpty()
                                    ? CompletableFuture.completedFuture(Optional.empty())
                                    : found(address, reply.get(), asked, onConnection)));
    return freePort;
  }

  /** The far end says which port it found. */
  private CompletableFuture<Optional<RemoteForward>> found(
      String address,
      byte[] reply,
      GlobalRequestType asked,
      Consumer<IncomingChannel> onConnection) {
    try {
      int port = boundPort(reply);
      GlobalRequestType bound = new GlobalRequestType.CancelTcpipForward(address, port);
      remote.put(bound, onConnection);
      return CompletableFuture.completedFuture(Optional.of(listening(bound, port, onConnection)));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    } finally {
      remote.remove(asked, onConnection);
    }
  }

  private static int boundPort(byte[] reply) throws IOException {
    try {
      long port = GlobalRequestType.TcpipForward.boundPort(reply);
      if (port > 0 && port <= LAST_PORT) {
        return (int) port;
      }
    } catch (MalformedException _) {
      // as a port that is none
    }
    throw new IOException("the server does not say which port it listens at");
  }

  private CompletableFuture<Optional<RemoteForward>> unix(
      String path, Consumer<IncomingChannel> onConnection) {
    GlobalRequestType key = new GlobalRequestType.CancelStreamlocalForward(path);
    return request(new GlobalRequestType.StreamlocalForward(path), key, onConnection)
        .thenApply(reply -> reply.map(_ -> listening(key, 0, onConnection)));
  }

  private RemoteForward listening(
      GlobalRequestType key, int port, Consumer<IncomingChannel> onConnection) {
    return new RemoteForward(connection, key, port, () -> remote.remove(key, onConnection));
  }

  /**
   * @param key of what is there before the answer: a connection may come as soon as it listens
   * @return the reply's data; empty when the far end refuses, or somebody here has it already,
   *     whose connections nothing would tell from these
   */
  private CompletableFuture<Optional<byte[]>> request(
      GlobalRequestType request, GlobalRequestType key, Consumer<IncomingChannel> onConnection) {
    if (remote.putIfAbsent(key, onConnection) != null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return Failures.typed(
        connection
            .globalRequest(request)
            .whenComplete(
                (reply, _) -> {
                  if (reply == null || reply.isEmpty()) {
                    remote.remove(key, onConnection);
                  }
                }));
  }

  // the agent, the display

  /**
   * From now on channels to the agent are connected to it.
   *
   * @param binding what the agent is told of the host first; empty for nothing
   */
  public void offerAgent(Path socket, byte[] binding) {
    agent = channel -> forwards.relayAgent(channel, new Target.Unix(socket), binding);
  }

  /**
   * From now on channels of X clients are connected to a display, those that show the fake cookie.
   *
   * @param until after which they are refused, in {@link System#nanoTime}; empty for never
   */
  public void offerDisplay(Target display, X11Cookies cookies, OptionalLong until) {
    this.display = relayed(display, cookies, until);
  }

  /** As {@link #offerDisplay}, to one X client: its single connection, RFC 4254 §6.3.1. */
  public void offerDisplayOnce(Target display, X11Cookies cookies, OptionalLong until) {
    Consumer<IncomingChannel> first = relayed(display, cookies, until);
    AtomicBoolean taken = new AtomicBoolean();
    this.display =
        channel -> {
          if (taken.getAndSet(true)) {
            LOG.log(Level.INFO, "Rejected X11 connection after the single one");
            channel.refuse();
          } else {
            first.accept(channel);
          }
        };
  }

  private Consumer<IncomingChannel> relayed(
      Target display, X11Cookies cookies, OptionalLong until) {
    return channel -> {
      if (until.isPresent() && System.nanoTime() - until.getAsLong() > 0) {
        LOG.log(Level.INFO, "Rejected X11 connection after ForwardX11Timeout expired");
        channel.refuse();
      } else {
        forwards.relayDisplay(channel, display, cookies);
      }
    };
  }

  // channels that come

  /** A channel that the far end opens. On the event loop. */
  void opening(IncomingChannel channel) {
    Optional<Consumer<IncomingChannel>> known =
        switch (channel.type()) {
          case ChannelType.ForwardedTcpip(var address, var port, _, _) -> find(address, port);
          case ChannelType.ForwardedStreamlocal(var path, _) ->
              Optional.ofNullable(remote.get(new GlobalRequestType.CancelStreamlocalForward(path)));
          case ChannelType.AuthAgent() -> Optional.ofNullable(agent);
          case ChannelType.X11 _ -> Optional.ofNullable(display);
          default -> Optional.empty();
        };
    known.ifPresentOrElse(
        connect -> connect.accept(channel),
        () -> {
          LOG.log(
              Level.WARNING,
              "Warning: the server opened a channel that nobody asked for: "
                  + Printable.line(channel.type().name()));
          channel.refuse();
        });
  }

  /** While the answer to a request for a free port is on its way, its port is not known. */
  private Optional<Consumer<IncomingChannel>> find(String address, long port) {
    Consumer<IncomingChannel> known =
        remote.get(new GlobalRequestType.CancelTcpipForward(address, port));
    return Optional.ofNullable(
        known == null ? remote.get(new GlobalRequestType.CancelTcpipForward(address, 0)) : known);
  }
}
