package org.sshlite.protocol.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.transport.Carrier;

/** Accepts SSH connections on one or more addresses. Any thread. */
public final class SshListener implements AutoCloseable {
  /** What one reads whose connection is dropped, as with OpenSSH; RFC 4253 §4.2 allows lines. */
  private static final String DROPPED = "Not allowed at this time\r\n";

  /**
   * Connections of proxies that have not sent their header: those send it first of all, so that
   * more of them are none of theirs.
   */
  private static final int MOST_WITHOUT_HEADER = 100;

  /** The header is sent with the connection; what is lost on the way is sent again meanwhile. */
  private static final Duration LONGEST_WAIT_FOR_HEADER = Duration.ofSeconds(10);

  private final EventLoops loops;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ListeningSockets sockets = new ListeningSockets(this::bootstrap);
  private final WindowBudget budget = WindowBudget.ofThisProcess();
  private final SecureRandom random = new SecureRandom();
  private final AtomicInteger withoutHeader = new AtomicInteger();

  /** By which connections are served that come now. */
  private volatile ServerSetup setup;

  private SshListener(ServerSetup setup) {
    this.setup = setup;
    this.loops = new EventLoops("sshd-loop", 0);
  }

  /**
   * Listens on {@code addresses}; port 0 takes a free one.
   *
   * @throws IOException when one of them cannot be bound; then none is
   */
  public static SshListener bind(List<InetSocketAddress> addresses, ServerSetup setup)
      throws IOException {
    return bind(addresses, List.of(), setup);
  }

  /**
   * Listens on {@code addresses} and with {@code sockets}, which are closed with it.
   *
   * @throws IOException when one of them cannot be bound; then none is
   */
  public static SshListener bind(
      List<InetSocketAddress> addresses, List<BoundSocket> sockets, ServerSetup setup)
      throws IOException {
    return open(addresses, sockets, setup, Optional.empty());
  }

  /**
   * As {@link #bind}, where it can: an address may be there only later, or not any more.
   *
   * @param unbound told of each that cannot be bound, if another one can
   * @throws IOException when none can be bound
   */
  public static SshListener bindSome(
      List<InetSocketAddress> addresses,
      List<BoundSocket> sockets,
      ServerSetup setup,
      Consumer<IOException> unbound)
      throws IOException {
    return open(addresses, sockets, setup, Optional.of(unbound));
  }

  private static SshListener open(
      List<InetSocketAddress> addresses,
      List<BoundSocket> sockets,
      ServerSetup setup,
      Optional<Consumer<IOException>> unbound)
      throws IOException {
    SshListener listener = new SshListener(setup);
    try {
      // there may be no more threads when somebody comes
      listener.loops.begin();
      listener.change(addresses, sockets, setup, unbound);
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /**
   * Serves by {@code setup} from now on, on {@code addresses} and with {@code sockets} alone.
   * Connections that are open go on by the one they began with. A socket whose address is still
   * wanted stays open, so that nobody else can have its port; so does one that was given, and is
   * given again.
   *
   * @param unbound told of each address that cannot be bound, if it is to do without; empty: it
   *     needs all
   * @throws IOException when it cannot listen there; then it goes on as before
   */
  public void change(
      List<InetSocketAddress> addresses,
      List<BoundSocket> sockets,
      ServerSetup setup,
      Optional<Consumer<IOException>> unbound)
      throws IOException {
    this.sockets.change(addresses, sockets, unbound, () -> this.setup = setup);
  }

  private ServerBootstrap bootstrap() {
    return new ServerBootstrap()
        .group(loops.group())
        .handler(new AcceptFailures())
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                accept(channel);
              }
            });
  }

  private void accept(SocketChannel channel) {
    ServerSetup setup = this.setup;
    Sockets.configure(channel, setup.keepAlive());
    PeerAddresses peer = new PeerAddresses(channel.remoteAddress(), channel.localAddress());
    if (setup.proxies().contains(peer.remote().getAddress())) {
      acceptProxied(channel, peer, setup);
    } else {
      serve(channel, peer, setup);
    }
  }

  private void acceptProxied(SocketChannel channel, PeerAddresses proxy, ServerSetup setup) {
    AtomicBoolean waits = new AtomicBoolean(true);
    Runnable waitsNoMore = () -> withoutHeader.addAndGet(waits.getAndSet(false) ? -1 : 0);
    // before it is counted: what fails afterwards closes it
    channel.closeFuture().addListener(_ -> waitsNoMore.run());
    if (withoutHeader.incrementAndGet() > MOST_WITHOUT_HEADER) {
      channel.close();
      setup.proxies().refused(proxy, "too many without a header");
      return;
    }
    channels.add(channel);
    ProxyHeader.await(
        channel,
        proxy,
        headerTime(setup).toMillis(),
        peer -> {
          waitsNoMore.run();
          serve(channel, peer, setup);
        },
        problem -> {
          waitsNoMore.run();
          setup.proxies().refused(proxy, problem);
        });
  }

  private static Duration headerTime(ServerSetup setup) {
    Duration grace = setup.options().loginGrace();
    return grace.isZero() || grace.compareTo(LONGEST_WAIT_FOR_HEADER) > 0
        ? LONGEST_WAIT_FOR_HEADER
        : grace;
  }

  private static Optional<ServerApplication> admitted(
      SocketChannel channel, PeerAddresses peer, ServerSetup setup) {
    try {
      return setup.application().apply(peer);
    } catch (Throwable e) {
      channel.close(); // whoever makes it knows
      throw e;
    }
  }

  private void serve(SocketChannel channel, PeerAddresses peer, ServerSetup setup) {
    admitted(channel, peer, setup)
        .ifPresentOrElse(
            application -> join(channel, peer, setup, application),
            () ->
                channel
                    .writeAndFlush(Unpooled.copiedBuffer(DROPPED, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE));
  }

  /** Whatever happens, the application hears of an end: it counts who has not logged in. */
  private void join(
      SocketChannel channel, PeerAddresses peer, ServerSetup setup, ServerApplication application) {
    AtomicReference<@Nullable Ending> notBegun =
        new AtomicReference<>(new Ending.ConnectionLost("closed at once"));
    Function<Carrier, ConnectionDriver> factory =
        carrier -> {
          try {
            ConnectionDriver driver =
                ConnectionDriver.server(
                    setup.options(), setup.hostKeys(), application, budget, random, carrier);
            notBegun.set(null);
            return driver;
          } catch (Throwable e) {
            notBegun.set(new Ending.Failed(new IllegalStateException(e)));
            throw e;
          }
        };
    try {
      channels.add(channel);
      channel.pipeline().addLast(new SshHandler(peer.remote(), factory));
    } finally {
      Ending ending = notBegun.get();
      if (ending != null) {
        channel.close();
        application.ended(ending);
      }
    }
  }

  /** The addresses listened on, with the ports that were chosen. */
  public List<InetSocketAddress> addresses() {
    return sockets.addresses();
  }

  /** Accepts no more connections; those that are open go on. */
  public void stopAccepting() {
    sockets.close();
  }

  /** Closes everything at once and ends the event loops. */
  @Override
  public void close() {
    sockets.close();
    channels.close().awaitUninterruptibly();
    loops.close();
  }
}
