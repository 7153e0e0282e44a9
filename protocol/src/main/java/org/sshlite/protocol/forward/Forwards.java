package org.sshlite.protocol.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ProtocolFamily;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * The sockets that one connection forwards, RFC 4254 §7, either role: those that listen here, whose
 * connections become channels, and those that channels of the peer's are connected to. Who may do
 * so is not asked here. Any thread.
 */
public final class Forwards implements AutoCloseable {
  private static final Logger LOG = System.getLogger("forward");

  /** A thread each, for a moment: a burst must not take all that is done as one user. */
  private static final int MAXIMUM_MAKING = 16;

  private final Connection connection;
  private final EventLoop loop;
  private final SocketRights rights;
  private final SocketCount count;
  private final ReadAhead readAhead;

  /** By what is closed. */
  private final Map<Object, AutoCloseable> open = new ConcurrentHashMap<>();

  /** Names of targets, and their sockets. */
  private final WaitingThreads lookingUp = new WaitingThreads();

  /** Where to listen: names of targets that nobody resolves must not hold this up. */
  private final WaitingThreads binding = new WaitingThreads();

  private final Semaphore making = new Semaphore(MAXIMUM_MAKING, true);
  private volatile boolean closed;

  /**
   * @param connection on an event loop
   */
  public Forwards(Connection connection) {
    this(connection, SocketRights.OWN, SocketCount.UNLIMITED);
  }

  /**
   * @param connection on an event loop
   * @param rights of whom the sockets are
   * @param count of those that listen, and of those that connect to them
   */
  public Forwards(Connection connection, SocketRights rights, SocketCount count) {
    this.connection = connection;
    this.rights = rights;
    this.count = count;
    this.readAhead = new ReadAhead(connection.windowShare());
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
    connecting(socket -> join(channel, socket), e -> refuse(channel, target, e))
        .start(target, family);
  }

  /**
   * As {@link #relay}, for an agent, which is first told whose it becomes.
   *
   * @param binding a message of the agent's protocol with its length before it; empty for none
   */
  public void relayAgent(IncomingChannel channel, Target agent, byte[] binding) {
    connecting(
            socket -> {
              if (binding.length == 0) {
                join(channel, socket);
              } else {
                track(socket);
                new AgentBinding(
                        socket,
                        () -> join(channel, socket),
                        () -> refuse(channel, agent, new IOException("the agent has hung up")))
                    .send(binding);
              }
            },
            e -> refuse(channel, agent, e))
        .start(agent, Optional.empty());
  }

  /** As {@link #relay}, for an X client, whose cookie is checked and replaced. */
  public void relayDisplay(IncomingChannel channel, Target display, X11Cookies cookies) {
    connecting(
            socket -> {
              socket.pipeline().addLast(new X11Setup(cookies));
              join(channel, socket);
            },
            e -> refuse(channel, display, e))
        .start(display, Optional.empty());
  }

  /**
   * Lets the peer say in SOCKS, on the channel, where each connection goes to.
   *
   * @param permits whether it may go there
   * @param family as {@link #relay}
   */
  public void relaySocks(
      IncomingChannel channel, Predicate<Target.Tcp> permits, Optional<ProtocolFamily> family) {
    SocksEnd end =
        new SocksEnd(
            (request, asking) -> {
              Target.Tcp target = new Target.Tcp(request.host(), request.port());
              if (!permits.test(target)) {
                LOG.log(Level.INFO, Printable.line("refused to connect to " + target));
                asking.refuse(request.rejected());
                return;
              }
              connecting(
                      socket -> asking.join(request, relay(socket, _ -> {})),
                      e -> {
                        log(target, e);
                        asking.refuse(request.rejected());
                      })
                  .start(target, family);
            });
    loop.execute(() -> channel.accept(NoRequests.INSTANCE, end));
  }

  private Connecting connecting(
      Consumer<DuplexChannel> onConnected, Consumer<IOException> onFailed) {
    return new Connecting(
        loop,
        task -> lookingUp.execute(unlessClosed(task)),
        task -> make(unlessClosed(task)),
        rights,
        this::track,
        onConnected,
        failure -> {
          if (!closed) {
            onFailed.accept(failure);
          }
        });
  }

  /** Not of a connection that is over: somebody could leave a thousand names behind, and again. */
  private Runnable unlessClosed(Runnable task) {
    return () -> {
      if (!closed) {
        task.run();
      }
    };
  }

  /**
   * @throws RejectedExecutionException in the system's words, where it gives no thread
   */
  private void make(Runnable task) {
    try {
      Threads.virtual("forward-socket", () -> inTurn(task));
    } catch (NoThreadException e) {
      throw new RejectedExecutionException(e.getMessage(), e);
    }
  }

  private void inTurn(Runnable task) {
    making.acquireUninterruptibly();
    try {
      task.run();
    } finally {
      making.release();
    }
  }

  /** For what must be done in any case, and is at most the removal of a file. */
  private void atTheEnd(Runnable task) {
    try {
      binding.execute(task);
    } catch (RejectedExecutionException _) {
      task.run();
    }
  }

  private static void refuse(IncomingChannel channel, Target target, IOException e) {
    log(target, e);
    channel.refuse(OpenFailureReason.CONNECT_FAILED, String.valueOf(e.getMessage()));
  }

  private static void log(Target target, IOException e) {
    String reason = String.valueOf(e.getMessage());
    String line =
        target instanceof Target.Tcp(var host, _) && e instanceof UnknownHostException
            ? "connect_to %s: unknown host (%s)".formatted(host, reason)
            : "connect_to %s: failed: %s".formatted(target, reason);
    LOG.log(Level.ERROR, Printable.line(line));
  }

  private void join(IncomingChannel channel, DuplexChannel socket) {
    Relay relay = relay(socket, _ -> {});
    channel.accept(NoRequests.INSTANCE, relay);
  }

  private Relay relay(DuplexChannel socket, Consumer<IOException> onNeverOpened) {
    Relay relay = new Relay(socket, readAhead, onNeverOpened);
    socket.pipeline().addLast(relay);
    track(socket);
    return relay;
  }

  private void track(Channel socket) {
    if (open.put(socket, socket::close) == null) {
      socket.closeFuture().addListener(_ -> open.remove(socket));
    }
    if (closed) {
      socket.close();
    }
  }

  /** Of channels on which nothing is asked for. */
  private static final class NoRequests implements ChannelHandler {
    static final NoRequests INSTANCE = new NoRequests();

    @Override
    public boolean waits() {
      return false;
    }

    @Override
    public void closed() {
      // the relay is told
    }
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

  /** As {@link #listen}, for one connection: what listens is closed with it. */
  public CompletableFuture<Listening> listenForOne(
      ListenAt at, Function<Originator, ChannelType> type, Consumer<IOException> onRefused) {
    CompletableFuture<Listening> bound = new CompletableFuture<>();
    AtomicBoolean taken = new AtomicBoolean();
    bind(
        at,
        socket -> {
          if (taken.getAndSet(true)) {
            socket.close(); // it came while the socket that listens was not closed yet
            return;
          }
          bound.thenAccept(listening -> listening.close(this::atTheEnd));
          open(type.apply(Originator.of(socket)), socket, onRefused);
        },
        bound);
    return bound;
  }

  private void open(ChannelType type, DuplexChannel socket, Consumer<IOException> onRefused) {
    connection.open(type, NoRequests.INSTANCE, relay(socket, onRefused));
  }

  /**
   * Listens for SOCKS clients, versions 4, 4a and 5, and opens a channel for each that says where
   * it wants to.
   *
   * @param onRefused as {@link #listen}
   * @return as {@link #listen}
   */
  public CompletableFuture<Listening> listenForSocks(ListenAt at, Consumer<IOException> onRefused) {
    return bind(
        at,
        socket -> {
          track(socket);
          socket
              .pipeline()
              .addLast(
                  new SocksServer(
                      socket, (request, behind) -> open(request, behind, socket, onRefused)));
          socket.config().setAutoRead(true);
        });
  }

  private void open(
      SocksRequest request, ByteBuf behind, DuplexChannel socket, Consumer<IOException> onRefused) {
    Originator from = Originator.of(socket);
    ChannelType type =
        new ChannelType.DirectTcpip(request.host(), request.port(), from.address(), from.port());
    Relay relay =
        relay(
            socket,
            e -> {
              socket.writeAndFlush(Unpooled.wrappedBuffer(request.rejected()));
              onRefused.accept(e);
            });
    relay.greetWith(request.granted());
    relay.startWith(behind);
    connection.open(type, NoRequests.INSTANCE, relay);
  }

  CompletableFuture<Listening> bind(ListenAt at, Consumer<DuplexChannel> accepted) {
    CompletableFuture<Listening> result = new CompletableFuture<>();
    bind(at, accepted, result);
    return result;
  }

  private void bind(
      ListenAt at, Consumer<DuplexChannel> accepted, CompletableFuture<Listening> result) {
    try {
      binding.execute(() -> bindNow(at, accepted, result));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new IOException(e.getMessage(), e));
    }
  }

  private void bindNow(
      ListenAt at, Consumer<DuplexChannel> accepted, CompletableFuture<Listening> result) {
    try {
      Listening listening = new Binding(loop, rights, socket -> accept(socket, accepted)).bind(at);
      try {
        keep(listening);
      } catch (IOException | RuntimeException | Error e) {
        listening.close(); // nobody knows it
        throw e;
      }
      result.complete(listening);
    } catch (IOException e) {
      result.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      // whoever waits for it, and all that wait behind him, must be told
      result.completeExceptionally(new IOException(e.getMessage(), e));
    }
  }

  private void keep(Listening listening) throws IOException {
    if (!listening.all(this::counts)) {
      throw new IOException("too many sockets");
    }
    open.put(listening, listening);
    listening.whenClosed(() -> open.remove(listening));
    if (closed) {
      listening.close();
    }
  }

  private void accept(DuplexChannel socket, Consumer<DuplexChannel> accepted) {
    if (counts(socket)) {
      accepted.accept(socket);
    } else {
      socket.close();
    }
  }

  private boolean counts(Channel socket) {
    boolean may = count.take();
    if (may) {
      socket.closeFuture().addListener(_ -> count.giveBack());
    }
    return may;
  }

  /** Whether there is no socket of it. */
  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Ends all of them: the connection is over. */
  @Override
  public void close() {
    closed = true;
    for (AutoCloseable each : open.values()) {
      try {
        if (each instanceof Listening listening) {
          listening.close(this::atTheEnd);
        } else {
          each.close();
        }
      } catch (Exception e) {
        throw new AssertionError("closing a socket does not fail", e);
      }
    }
    lookingUp.end();
    binding.end();
  }
}
