package org.sshlite.protocol.forward;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt to reach a target: each address of a name in turn, as OpenSSH does. */
final class Connecting {
  private final EventLoop loop;
  private final Executor waiting;
  private final Executor making;
  private final SocketRights rights;
  private final Consumer<Channel> onStarted;
  private final Consumer<DuplexChannel> onConnected;
  private final Consumer<IOException> onFailed;

  /**
   * @param waiting for look-ups and unix sockets; rejects, with the reason, where it cannot; as
   *     does {@code making}
   * @param making for sockets of TCP that the loop has not the rights for: what holds up {@code
   *     waiting} must not hold up these
   * @param rights of whom the sockets are
   * @param onStarted called on the loop with each socket that is tried: to close it ends the try
   * @param onConnected called on the loop; the socket does not read yet
   * @param onFailed called on the loop, with the system's own words
   */
  Connecting(
      EventLoop loop,
      Executor waiting,
      Executor making,
      SocketRights rights,
      Consumer<Channel> onStarted,
      Consumer<DuplexChannel> onConnected,
      Consumer<IOException> onFailed) {
    this.loop = loop;
    this.waiting = waiting;
    this.making = making;
    this.rights = rights;
    this.onStarted = onStarted;
    this.onConnected = onConnected;
    this.onFailed = onFailed;
  }

  /**
   * Any thread.
   *
   * @param family of the addresses that are tried; empty for each there is
   */
  void start(Target target, Optional<ProtocolFamily> family) {
    switch (target) {
      case Target.Tcp(var host, var port) -> {
        Optional<InetAddress> address = literal(host);
        if (address.isPresent()) {
          tryEach(List.of(address.get()), port, family);
        } else {
          execute(waiting, () -> lookUp(host, port, family));
        }
      }
      case Target.Unix(var path) -> execute(waiting, () -> connect(path));
    }
  }

  private void execute(Executor executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      fail(new IOException(e.getMessage(), e));
    }
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException _) {
      // the loop has ended, and the connection with it: nobody waits
    }
  }

  private void fail(IOException failure) {
    onLoop(() -> onFailed.accept(failure));
  }

  /** What needs no look-up. */
  private static Optional<InetAddress> literal(String host) {
    if (host.indexOf(':') < 0 && (host.isEmpty() || !Character.isDigit(host.charAt(0)))) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private void lookUp(String host, int port, Optional<ProtocolFamily> family) {
    try {
      if (host.isEmpty()) {
        throw new UnknownHostException(); // Java takes it for this machine, nobody else does
      }
      tryEach(List.of(InetAddress.getAllByName(host)), port, family);
    } catch (UnknownHostException e) {
      fail(new UnknownHostException(withoutName(host, e)));
    } catch (RuntimeException | Error e) {
      fail(new IOException(String.valueOf(e.getMessage()), e));
    }
  }

  private void tryEach(List<InetAddress> all, int port, Optional<ProtocolFamily> family) {
    Queue<SocketAddress> addresses = new ArrayDeque<>();
    for (InetAddress address : all) {
      if (family.isEmpty() || family.get() == familyOf(address)) {
        addresses.add(new InetSocketAddress(address, port));
      }
    }
    IOException none = new UnknownHostException("Address family for hostname not supported");
    onLoop(() -> attempt(() -> next(addresses, none), () -> {}));
  }

  /**
   * On the loop: a peer that waits for its channel is told of whatever fails here.
   *
   * @param closing of its socket
   */
  private void attempt(Runnable task, Runnable closing) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      closing.run();
      onFailed.accept(new IOException(String.valueOf(e.getMessage()), e));
    }
  }

  static ProtocolFamily familyOf(InetAddress address) {
    return address instanceof Inet4Address
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  private static String withoutName(String host, UnknownHostException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(host + ": ")
        ? message.substring(host.length() + 2)
        : "Name or service not known";
  }

  private void connect(Path path) {
    withRights(
        () -> rights.callAt(path, at -> connected(UnixDomainSocketAddress.of(at))),
        socket -> join(new UnixSocket(null, socket), UnixDomainSocketAddress.of(path)));
  }

  /**
   * Takes a socket that is made with the rights of whose it is to be. May wait.
   *
   * @param then on the loop
   */
  private void withRights(SocketRights.Deed<SocketChannel> making, Consumer<SocketChannel> then) {
    SocketChannel made;
    try {
      made = making.done();
    } catch (IOException e) {
      fail(e);
      return;
    } catch (RuntimeException | Error e) {
      fail(new IOException(String.valueOf(e.getMessage()), e));
      return;
    }
    try {
      loop.execute(() -> attempt(() -> then.accept(made), () -> close(made)));
    } catch (RejectedExecutionException _) {
      close(made); // the loop has ended, and the connection with it: nobody waits
    }
  }

  private static void close(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException _) {
      return; // nothing was sent by it
    }
  }

  private static SocketChannel connected(UnixDomainSocketAddress address) throws IOException {
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // who takes no connections must not hold a thread
      socket.configureBlocking(false);
      if (!socket.connect(address)) {
        throw new IOException("Resource temporarily unavailable");
      }
      return socket;
    } catch (IOException | RuntimeException | Error e) {
      close(socket);
      throw e;
    }
  }

  private void next(Queue<SocketAddress> addresses, @Nullable IOException last) {
    SocketAddress address = addresses.poll();
    if (address == null) {
      onFailed.accept(last == null ? new IOException("no address") : last);
      return;
    }
    if (rights.isAnother()) {
      execute(
          making,
          () ->
              withRights(
                  () -> rights.call(SocketChannel::open),
                  socket -> connect(() -> new NioSocketChannel(socket), address, addresses)));
    } else {
      connect(NioSocketChannel::new, address, addresses);
    }
  }

  private void connect(
      ChannelFactory<Channel> factory, SocketAddress address, Queue<SocketAddress> others) {
    ChannelFuture connecting =
        bootstrap(factory, false)
            // how long is the system's business, as with OpenSSH
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .connect(address);
    Channel socket = connecting.channel();
    attempt(
        () -> {
          onStarted.accept(socket);
          connecting.addListener(
              connected -> attempt(() -> connected(connecting, others), socket::close));
        },
        socket::close);
  }

  private void connected(ChannelFuture connected, Queue<SocketAddress> others) {
    if (connected.isSuccess()) {
      onConnected.accept((DuplexChannel) connected.channel());
    } else {
      next(others, new IOException(Sockets.reason(connected.cause())));
    }
  }

  private void join(UnixSocket socket, SocketAddress address) {
    onStarted.accept(socket);
    Bootstrap bootstrap = bootstrap(() -> socket, true);
    attempt(
        () ->
            bootstrap
                .connect(address)
                .addListener((ChannelFuture joined) -> joined(joined, socket)),
        socket::close);
  }

  private void joined(ChannelFuture joined, UnixSocket socket) {
    if (joined.isSuccess()) {
      attempt(() -> onConnected.accept(socket), socket::close);
    } else {
      onFailed.accept(new IOException(Sockets.reason(joined.cause())));
    }
  }

  private Bootstrap bootstrap(ChannelFactory<Channel> factory, boolean unix) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(factory)
            .handler(new ChannelInboundHandlerAdapter());
    Sockets.configure(bootstrap::option, unix);
    return bootstrap;
  }
}
