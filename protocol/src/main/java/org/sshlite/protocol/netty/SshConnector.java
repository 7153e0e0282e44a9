package org.sshlite.protocol.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.ProxiedApplication;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.protocol.transport.Carrier;
import org.sshlite.protocol.transport.TransportOptions;

/** Opens SSH connections. One event loop serves all of them. Any thread. */
public final class SshConnector implements AutoCloseable {
  private final EventLoops loops = new EventLoops("ssh-loop", 1);
  private final WindowBudget budget = WindowBudget.ofThisProcess();
  private final SecureRandom random = new SecureRandom();

  /**
   * Connects a socket and starts the protocol on it.
   *
   * @param timeout for the socket to connect; zero for the system's own
   * @return as {@link #connect(InetSocketAddress, SocketSettings, Duration, TransportOptions,
   *     ClientApplication)}
   */
  public CompletableFuture<Connection> connect(
      InetSocketAddress address,
      Duration timeout,
      TransportOptions options,
      ClientApplication application) {
    return connect(address, SocketSettings.DEFAULT, timeout, options, application);
  }

  /**
   * Connects a socket and starts the protocol on it.
   *
   * @param timeout for the socket to connect; zero for the system's own
   * @return completes when the socket is connected; then {@link Connection#authenticated()} tells
   *     how the login went. Exceptionally with an {@link IOException} that says why the socket did
   *     not connect
   */
  public CompletableFuture<Connection> connect(
      InetSocketAddress address,
      SocketSettings settings,
      Duration timeout,
      TransportOptions options,
      ClientApplication application) {
    CompletableFuture<Connection> result = new CompletableFuture<>();
    if (loops.group().isShuttingDown()) {
      result.completeExceptionally(new IOException("the connector is closed"));
      return result;
    }
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops.group())
            .channelFactory(() -> newChannel(settings.keepAlive()))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
            .handler(
                // not from a ChannelInitializer: Netty would read the annotations of its methods,
                // which took 30 ms of a client's start
                new SshHandler(carrier -> start(options, application, carrier, result)));
    settings.serviceClass().ifPresent(value -> bootstrap.option(ChannelOption.IP_TOS, value));
    ChannelFuture connecting =
        settings.local().isPresent()
            ? bootstrap.connect(address, new InetSocketAddress(settings.local().get(), 0))
            : bootstrap.connect(address);
    connecting.addListener(_ -> failed(connecting, result));
    if (connecting.isDone()) {
      // a loop that has ended meanwhile tells nobody
      failed(connecting, result);
    }
    return result;
  }

  /**
   * Starts the protocol on a pair of streams that is connected already, such as a proxy command's.
   * They are read and written by threads of their own, which end with them.
   *
   * @return as {@link #connect(InetSocketAddress, Duration, TransportOptions, ClientApplication)}
   */
  public CompletableFuture<Connection> connect(
      InputStream in, OutputStream out, TransportOptions options, ClientApplication application) {
    return connect(in, out, () -> {}, options, application);
  }

  /**
   * As {@link #connect(InputStream, OutputStream, TransportOptions, ClientApplication)}.
   *
   * @param onWritten told that all is written, or nothing can be any more, before anybody is told
   *     of the connection's end where there is a farewell; it may wait, but not for that
   */
  public CompletableFuture<Connection> connect(
      InputStream in,
      OutputStream out,
      Runnable onWritten,
      TransportOptions options,
      ClientApplication application) {
    CompletableFuture<Connection> result = new CompletableFuture<>();
    StreamCarrier.start(
        loops.group().next(),
        in,
        out,
        onWritten,
        carrier -> start(options, application, carrier, result));
    return result;
  }

  /**
   * Uses the connection of a master that passes it on, OpenSSH PROTOCOL.mux §9: nobody logs in. The
   * streams are as above.
   */
  public CompletableFuture<Connection> connect(
      InputStream in, OutputStream out, ProxiedApplication application) {
    CompletableFuture<Connection> result = new CompletableFuture<>();
    StreamCarrier.start(
        loops.group().next(),
        in,
        out,
        () -> {},
        carrier ->
            started(
                () -> ConnectionDriver.proxied(application, budget, random, carrier),
                carrier,
                result));
    return result;
  }

  /**
   * Starts the protocol on a channel of another connection of this connector's: through that host
   * to one that it reaches, RFC 4254 §7.2.
   *
   * @return as {@link #connect(InetSocketAddress, Duration, TransportOptions, ClientApplication)};
   *     exceptionally with a {@link org.sshlite.protocol.connection.ChannelRefusedException} when
   *     that host refuses
   */
  public CompletableFuture<Connection> connect(
      Connection jump,
      ChannelType.DirectTcpip target,
      TransportOptions options,
      ClientApplication application) {
    CompletableFuture<Connection> result = new CompletableFuture<>();
    SshOverChannel.open(
        jump, target, carrier -> start(options, application, carrier, result), result);
    return result;
  }

  private static NioSocketChannel newChannel(boolean keepAlive) {
    NioSocketChannel channel = new NioSocketChannel();
    Sockets.configure(channel, keepAlive);
    return channel;
  }

  private ConnectionDriver start(
      TransportOptions options,
      ClientApplication application,
      Carrier carrier,
      CompletableFuture<Connection> result) {
    return started(
        () -> ConnectionDriver.client(options, application, budget, random, carrier),
        carrier,
        result);
  }

  private static ConnectionDriver started(
      Supplier<ConnectionDriver> begin, Carrier carrier, CompletableFuture<Connection> result) {
    try {
      ConnectionDriver driver = begin.get();
      // not on the loop: what depends on it may wait
      carrier.offLoop(() -> result.complete(driver.connection()));
      return driver;
    } catch (RuntimeException | Error e) {
      carrier.offLoop(() -> result.completeExceptionally(e));
      throw e;
    }
  }

  private static void failed(ChannelFuture connecting, CompletableFuture<Connection> result) {
    if (!connecting.isSuccess()) {
      IOException problem =
          connecting.cause() instanceof IOException failure
              ? failure
              : new IOException(connecting.cause());
      try {
        Threads.virtual("ssh-work", () -> result.completeExceptionally(problem));
      } catch (NoThreadException _) {
        result.completeExceptionally(problem); // who waits for it must be told by somebody
      }
    }
  }

  /** Closes all connections at once and ends the event loop. */
  @Override
  public void close() {
    loops.close();
  }
}
