package org.sshlite.protocol.forward;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ProtocolFamily;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;

/**
 * The sockets that one connection forwards, RFC 4254 §7, either role: those that listen here, whose
 * connections become channels, and those that channels of the peer's are connected to. Who may do
 * so is not asked here. Any thread.
 */
public final class Forwards implements AutoCloseable {
  private static final Logger LOG = System.getLogger("forward");

  private final Connection connection;
  private final EventLoop loop;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param connection on an event loop
   */
  public Forwards(Connection connection) {
    this.connection = connection;
    if (!(connection.loop() instanceof EventLoop eventLoop)) {
      throw new IllegalArgumentException("the connection is on no event loop");
    }
    this.loop = eventLoop;
  }

  /**
   * Connects to a target for a channel of the peer's, and relays between them. Where that fails,
   * the channel is refused with the reason, and the log says so.
   *
   * @param family of the addresses that are tried; empty for each there is
   */
  public void relay(IncomingChannel channel, Target target, Optional<ProtocolFamily> family) {
    new Connecting(loop, socket -> join(channel, socket), e -> refuse(channel, target, e))
        .start(target, family);
  }

  private static void refuse(IncomingChannel channel, Target target, IOException e) {
    String reason = String.valueOf(e.getMessage());
    String line =
        target instanceof Target.Tcp(var host, _) && e instanceof UnknownHostException
            ? "connect_to %s: unknown host (%s)".formatted(host, reason)
            : "connect_to %s: failed: %s".formatted(target, reason);
    LOG.log(Level.ERROR, Printable.line(line));
    channel.refuse(OpenFailureReason.CONNECT_FAILED, reason);
  }

  private void join(IncomingChannel channel, DuplexChannel socket) {
    Relay relay = relay(socket, _ -> {});
    channel.accept(handler(socket), relay);
  }

  private Relay relay(DuplexChannel socket, Consumer<IOException> onNeverOpened) {
    // what is small is interactive, what is large fills packets anyway
    if (socket.config().getOptions().containsKey(ChannelOption.TCP_NODELAY)) {
      socket.config().setOption(ChannelOption.TCP_NODELAY, true);
    }
    Relay relay = new Relay(socket, onNeverOpened);
    socket.pipeline().addLast(relay);
    track(socket);
    return relay;
  }

  private void track(Channel socket) {
    AutoCloseable closing = socket::close;
    open.add(closing);
    socket.closeFuture().addListener(_ -> open.remove(closing));
    if (closed) {
      socket.close();
    }
  }

  /** A channel is over when its socket is: until then it counts, and so does its window. */
  private static ChannelHandler handler(DuplexChannel socket) {
    return () -> socket.closeFuture().awaitUninterruptibly();
  }

  /**
   * Listens, and opens a channel for each connection.
   *
   * @param type of the channel
   * @param onRefused told why a connection got no channel; on the loop
   * @return exceptionally completed with an {@link IOException} in the system's words
   */
  public CompletableFuture<Listening> listen(
      ListenAt at, Function<Originator, ChannelType> type, Consumer<IOException> onRefused) {
    return bind(at, socket -> open(type.apply(Originator.of(socket)), socket, onRefused));
  }

  void open(ChannelType type, DuplexChannel socket, Consumer<IOException> onRefused) {
    connection.open(type, handler(socket), relay(socket, onRefused));
  }

  CompletableFuture<Listening> bind(ListenAt at, Consumer<DuplexChannel> accepted) {
    CompletableFuture<Listening> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("forward-listen")
        .start(
            () -> {
              try {
                Listening listening = new Binding(loop, accepted).bind(at);
                open.add(listening);
                if (closed) {
                  listening.close();
                }
                result.complete(listening);
              } catch (IOException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  /** Ends all of them: the connection is over. */
  @Override
  public void close() {
    closed = true;
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new AssertionError("closing a socket does not fail", e);
      }
    }
  }
}
