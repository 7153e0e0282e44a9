package org.sshlite.protocol.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.WindowBudget;

/** Accepts SSH connections on one or more addresses. Any thread. */
public final class SshListener implements AutoCloseable {
  /**
   * Connections that the system holds until they are accepted: as many as Linux lets anybody have.
   * Beyond them it lets clients wait for a second and more, and resets some in the end. OpenSSH has
   * 128, and does nothing but accept in the process that listens; here a loop that does has
   * connections to serve, too. How many may log in at once is decided when they are accepted.
   */
  private static final int BACKLOG = 4096;

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
  private final Map<Channel, InetSocketAddress> listening = new LinkedHashMap<>();
  private final WindowBudget budget = WindowBudget.ofThisProcess();
  private final SecureRandom random = new SecureRandom();
  private final ServerSetup setup;
  private final AtomicInteger withoutHeader = new AtomicInteger();

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
    SshListener listener = new SshListener(setup);
    try {
      // there may be no more threads when somebody comes
      listener.loops.begin();
      for (BoundSocket socket : sockets) {
        listener.adopt(socket);
      }
      for (InetSocketAddress address : addresses) {
        listener.bind(address);
      }
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
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
    SshListener listener = bind(List.of(), sockets, setup);
    List<IOException> failures = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      try {
        listener.bind(address);
      } catch (IOException e) {
        failures.add(e);
      }
    }
    if (listener.listening.isEmpty() && !failures.isEmpty()) {
      listener.close();
      IOException last = failures.removeLast();
      failures.forEach(unbound);
      throw last;
    }
    failures.forEach(unbound);
    return listener;
  }

  private void bind(InetSocketAddress address) throws IOException {
    ChannelFuture bound =
        bootstrap()
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      String reason = bound.cause().getMessage();
      throw new IOException(
          "cannot listen on "
              + address.getHostString()
              + " port "
              + address.getPort()
              + ": "
              + reason,
          bound.cause());
    }
    listening.put(bound.channel(), (InetSocketAddress) bound.channel().localAddress());
    channels.add(bound.channel());
  }

  private void adopt(BoundSocket socket) throws IOException {
    ChannelFuture taken =
        bootstrap()
            .channelFactory(() -> new NioServerSocketChannel(socket.channel()))
            .register()
            .awaitUninterruptibly();
    if (!taken.isSuccess()) {
      throw new IOException(
          "cannot listen on " + socket.address() + ": " + taken.cause().getMessage(),
          taken.cause());
    }
    listening.put(taken.channel(), socket.address());
    channels.add(taken.channel());
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
    Sockets.configure(channel, setup.keepAlive());
    PeerAddresses peer = new PeerAddresses(channel.remoteAddress(), channel.localAddress());
    if (setup.proxies().contains(peer.remote().getAddress())) {
      acceptProxied(channel, peer);
    } else {
      serve(channel, peer);
    }
  }

  private void acceptProxied(SocketChannel channel, PeerAddresses proxy) {
    if (withoutHeader.incrementAndGet() > MOST_WITHOUT_HEADER) {
      withoutHeader.decrementAndGet();
      channel.close();
      setup.proxies().refused(proxy, "too many without a header");
      return;
    }
    channels.add(channel);
    ProxyHeader.await(
        channel,
        proxy,
        headerTime().toMillis(),
        peer -> {
          withoutHeader.decrementAndGet();
          serve(channel, peer);
        },
        problem -> {
          withoutHeader.decrementAndGet();
          setup.proxies().refused(proxy, problem);
        });
  }

  private Duration headerTime() {
    Duration grace = setup.options().loginGrace();
    return grace.isZero() || grace.compareTo(LONGEST_WAIT_FOR_HEADER) > 0
        ? LONGEST_WAIT_FOR_HEADER
        : grace;
  }

  private void serve(SocketChannel channel, PeerAddresses peer) {
    setup
        .application()
        .apply(peer)
        .ifPresentOrElse(
            application -> {
              channels.add(channel);
              channel
                  .pipeline()
                  .addLast(
                      new SshHandler(
                          peer.remote(),
                          carrier ->
                              ConnectionDriver.server(
                                  setup.options(),
                                  setup.hostKeys(),
                                  application,
                                  budget,
                                  random,
                                  carrier)));
            },
            () ->
                channel
                    .writeAndFlush(Unpooled.copiedBuffer(DROPPED, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE));
  }

  /** The addresses listened on, with the ports that were chosen. */
  public List<InetSocketAddress> addresses() {
    return List.copyOf(listening.values());
  }

  /** Accepts no more connections; those that are open go on. */
  public void stopAccepting() {
    listening.keySet().forEach(channel -> channel.close().awaitUninterruptibly());
  }

  /** Closes everything at once and ends the event loops. */
  @Override
  public void close() {
    channels.close().awaitUninterruptibly();
    loops.close();
  }
}
