package org.sshlite.protocol.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a listener listens, which may change while it does. Any thread but a loop.
 *
 * <p>A socket whose address is still wanted stays: between a close and the next bind any user of
 * the machine could take a port above 1023, and be who clients speak to.
 */
final class ListeningSockets implements AutoCloseable {
  private static final Logger LOG = System.getLogger("transport");

  /**
   * Connections that the system holds until they are accepted: as many as Linux lets anybody have.
   * Beyond them it lets clients wait for a second and more, and resets some in the end. OpenSSH has
   * 128, and does nothing but accept in the process that listens; here a loop that does has
   * connections to serve, too. How many may log in at once is decided when they are accepted.
   */
  private static final int BACKLOG = 4096;

  /** Until an address that somebody else has taken meanwhile is tried again. */
  private static final long RETRY_MILLISECONDS = 500;

  /**
   * One socket.
   *
   * @param wanted what was asked for; its port may be 0
   * @param given by whom it was opened; null for ourselves
   * @param address that it listens on in truth
   */
  private record Listening(
      InetSocketAddress wanted,
      @Nullable BoundSocket given,
      Channel channel,
      InetSocketAddress address) {
    /** Also by the port that was chosen for it. */
    boolean isFor(InetSocketAddress other) {
      return given == null && (wanted.equals(other) || address.equals(other));
    }

    void close() {
      channel.close().awaitUninterruptibly();
    }

    /**
     * Closes it and waits until the port is free: Java gives it back when its selector is asked
     * next, which the loop does before what it has scheduled itself.
     */
    void release() {
      close();
      EventLoop loop = channel.eventLoop();
      try {
        Future<ScheduledFuture<?>> scheduled =
            loop.submit(() -> loop.schedule(() -> {}, 0, TimeUnit.NANOSECONDS));
        if (scheduled.awaitUninterruptibly().isSuccess()) {
          scheduled.getNow().awaitUninterruptibly();
        }
      } catch (RejectedExecutionException _) {
        // a loop that has ended closes all
      }
    }
  }

  private final Supplier<ServerBootstrap> bootstrap;
  private final Semaphore turn = new Semaphore(1);
  private volatile List<Listening> all = List.of();

  /**
   * Those that were closed for others, which then could not be had, and are somebody else's now.
   */
  private final List<Listening> lost = new ArrayList<>();

  private boolean closed;

  /**
   * @param bootstrap makes one that knows its loops and what is done with who comes
   */
  ListeningSockets(Supplier<ServerBootstrap> bootstrap) {
    this.bootstrap = bootstrap;
  }

  List<InetSocketAddress> addresses() {
    return all.stream().map(Listening::address).toList();
  }

  /**
   * Listens on {@code wanted} and with {@code given} from now on, and nowhere else.
   *
   * @param unbound told of each that cannot be bound, if it is to do without; not when there would
   *     be none at all
   * @param ready run when it is decided, before anybody is accepted by a new socket
   * @throws IOException when one cannot be bound; then it listens where it did
   */
  void change(
      List<InetSocketAddress> wanted,
      List<BoundSocket> given,
      Optional<Consumer<IOException>> unbound,
      Runnable ready)
      throws IOException {
    turn.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IOException("closed");
      }
      Attempt attempt = new Attempt();
      boolean decided = false;
      try {
        attempt.adopt(given);
        attempt.bind(wanted);
        attempt.decide(unbound);
        decided = true;
      } finally {
        if (!decided) {
          attempt.undo();
        }
      }
      ready.run();
      attempt.keep();
    } finally {
      turn.release();
    }
  }

  /** What becomes of the sockets, until it is decided. */
  private final class Attempt {
    private final List<Listening> surplus = new ArrayList<>(all);
    private final List<Listening> chosen = new ArrayList<>();
    private final List<Listening> opened = new ArrayList<>();
    private final List<Listening> displaced = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();

    void adopt(List<BoundSocket> given) throws IOException {
      IOException failure = null;
      for (BoundSocket socket : given) {
        if (choose(each -> each.given() == socket)) {
          continue;
        }
        try {
          take(ListeningSockets.this.adopt(socket));
        } catch (IOException e) {
          socket.channel().close();
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
    }

    void bind(List<InetSocketAddress> wanted) {
      List<InetSocketAddress> missing = new ArrayList<>();
      for (InetSocketAddress address : wanted) {
        if (!choose(each -> each.isFor(address))) {
          missing.add(address);
        }
      }
      missing.forEach(this::bind);
    }

    private void bind(InetSocketAddress address) {
      try {
        take(ListeningSockets.this.bind(address));
        return;
      } catch (IOException e) {
        if (!isInUse(e) || !displace(address)) {
          failures.add(e);
          return;
        }
      }
      try {
        take(ListeningSockets.this.bind(address));
      } catch (IOException e) {
        failures.add(e);
      }
    }

    private boolean choose(Predicate<Listening> fits) {
      for (Listening each : surplus) {
        if (fits.test(each)) {
          surplus.remove(each);
          chosen.add(each);
          return true;
        }
      }
      return false;
    }

    private void take(Listening socket) {
      opened.add(socket);
      chosen.add(socket);
    }

    private static boolean isInUse(IOException e) {
      return e.getCause() instanceof BindException && e.getCause().getMessage().contains("in use");
    }

    /** Whether it is the wildcard address of the other's family; that of IPv6 takes IPv4, too. */
    private static boolean takes(InetSocketAddress one, InetSocketAddress other) {
      InetAddress address = one.getAddress();
      return address.isAnyLocalAddress()
          && (address instanceof Inet6Address || other.getAddress() instanceof Inet4Address);
    }

    /** A wildcard address and what it takes exclude each other, while both have the same port. */
    private boolean displace(InetSocketAddress address) {
      List<Listening> found =
          surplus.stream()
              .filter(each -> each.given() == null && each.address().getPort() == address.getPort())
              .filter(each -> takes(each.address(), address) || takes(address, each.address()))
              .toList();
      found.forEach(Listening::release);
      surplus.removeAll(found);
      displaced.addAll(found);
      return !found.isEmpty();
    }

    void decide(Optional<Consumer<IOException>> unbound) throws IOException {
      if (!failures.isEmpty() && (unbound.isEmpty() || chosen.isEmpty())) {
        IOException last = failures.removeLast();
        unbound.ifPresent(failures::forEach);
        throw last;
      }
      unbound.ifPresent(failures::forEach);
    }

    void keep() {
      surplus.forEach(Listening::close);
      all = List.copyOf(chosen);
      lost.clear();
      opened.forEach(each -> each.channel().config().setAutoRead(true));
    }

    /** As before, also in its order: the first one is the server's port. */
    void undo() {
      opened.forEach(Listening::release);
      List<Listening> before = new ArrayList<>();
      for (Listening each : all) {
        if (displaced.contains(each)) {
          restore(each, before);
        } else {
          before.add(each);
        }
      }
      all = List.copyOf(before);
    }

    private void restore(Listening former, List<Listening> before) {
      InetSocketAddress address = former.address();
      try {
        Listening socket = ListeningSockets.this.bind(address);
        before.add(new Listening(former.wanted(), null, socket.channel(), address));
        socket.channel().config().setAutoRead(true);
      } catch (IOException e) {
        LOG.log(Level.ERROR, e.getMessage() + ": it is tried again");
        lost.add(former);
        retry(former);
      }
    }
  }

  private Listening bind(InetSocketAddress address) throws IOException {
    ChannelFuture bound = opening(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on "
              + address.getHostString()
              + " port "
              + address.getPort()
              + ": "
              + (address.isUnresolved() ? "no address of that name" : bound.cause().getMessage()),
          bound.cause());
    }
    return new Listening(
        address, null, bound.channel(), (InetSocketAddress) bound.channel().localAddress());
  }

  private ChannelFuture opening(InetSocketAddress address) {
    // Java's socket of both families takes 0.0.0.0 for all addresses of IPv6, too
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    return waiting()
        .channelFactory(
            () ->
                ipv4
                    ? new LastingServerSocket(SocketProtocolFamily.INET)
                    : new LastingServerSocket())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .bind(address);
  }

  private Listening adopt(BoundSocket socket) throws IOException {
    ChannelFuture taken =
        waiting()
            .channelFactory(() -> new LastingServerSocket(socket.channel()))
            .register()
            .awaitUninterruptibly();
    if (!taken.isSuccess()) {
      throw new IOException(
          "cannot listen on " + socket.address() + ": " + taken.cause().getMessage(),
          taken.cause());
    }
    return new Listening(socket.address(), socket, taken.channel(), socket.address());
  }

  /** Where memory fails Netty's, it closes, and nobody could come in any more. */
  private static final class LastingServerSocket extends NioServerSocketChannel {
    LastingServerSocket() {
      super();
    }

    LastingServerSocket(SocketProtocolFamily family) {
      super(SelectorProvider.provider(), family);
    }

    LastingServerSocket(ServerSocketChannel socket) {
      super(socket);
    }

    @Override
    protected boolean closeOnReadError(Throwable cause) {
      return !isActive();
    }
  }

  /** Accepts nobody before it is told to. */
  private ServerBootstrap waiting() {
    return bootstrap.get().option(ChannelOption.AUTO_READ, false);
  }

  /** Tries for an address until it has it, is closed, or others are wanted. */
  private void retry(Listening socket) {
    bootstrap
        .get()
        .config()
        .group()
        .schedule(
            () ->
                opening(socket.address())
                    .addListener((ChannelFuture done) -> retried(socket, done)),
            RETRY_MILLISECONDS,
            TimeUnit.MILLISECONDS);
  }

  /** On a loop, for which a change may be waiting whose turn it is. */
  private void retried(Listening socket, ChannelFuture done) {
    boolean now = turn.tryAcquire();
    try {
      if (now && done.isSuccess() && lost.remove(socket)) {
        List<Listening> more = new ArrayList<>(all);
        more.add(new Listening(socket.wanted(), null, done.channel(), socket.address()));
        all = List.copyOf(more);
        done.channel().config().setAutoRead(true);
        LOG.log(Level.INFO, "listening again on " + PeerAddresses.text(socket.address()));
      } else {
        if (!now || lost.contains(socket)) {
          retry(socket);
        }
        if (done.channel().isRegistered()) { // one that could not even be made has no loop
          done.channel().close();
        }
      }
    } finally {
      if (now) {
        turn.release();
      }
    }
  }

  /** Listens nowhere any more. */
  @Override
  public void close() {
    turn.acquireUninterruptibly();
    try {
      closed = true;
      lost.clear();
      all.forEach(Listening::close);
    } finally {
      turn.release();
    }
  }
}
