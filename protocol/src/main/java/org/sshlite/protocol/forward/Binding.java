package org.sshlite.protocol.forward;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes sockets listen. Its methods wait for the system: not on the loop. */
final class Binding {
  private static final Logger LOG = System.getLogger("forward");

  /** Connections that the system holds until they are accepted; as OpenSSH. */
  private static final int BACKLOG = 128;

  private final EventLoop loop;
  private final SocketRights rights;
  private final Consumer<DuplexChannel> accepted;

  /**
   * @param rights of whom the sockets are
   * @param accepted called on the loop for each connection; it does not read yet
   */
  Binding(EventLoop loop, SocketRights rights, Consumer<DuplexChannel> accepted) {
    this.loop = loop;
    this.rights = rights;
    this.accepted = accepted;
  }

  /**
   * Listens.
   *
   * @throws IOException when no address at all can be bound, with the system's own words
   */
  Listening bind(ListenAt at) throws IOException {
    return switch (at) {
      case ListenAt.Tcp tcp -> bindPort(tcp);
      case ListenAt.Unix unix -> bindSocket(unix);
    };
  }

  private Listening bindPort(ListenAt.Tcp at) throws IOException {
    List<Channel> sockets = new ArrayList<>();
    int port = at.port();
    boolean taken = false;
    IOException failure = new IOException("no such address");
    for (InetAddress address : addresses(at)) {
      try {
        Channel socket = at(address, at).bindPort(new InetSocketAddress(address, port));
        sockets.add(socket);
        port = ((InetSocketAddress) socket.localAddress()).getPort();
        if (address.isAnyLocalAddress()) {
          break;
        }
      } catch (IOException e) {
        LOG.log(
            at.exclusive() ? Level.DEBUG : Level.ERROR,
            "bind [%s]:%d: %s".formatted(address.getHostAddress(), port, e.getMessage()));
        failure = e;
        taken |= e.getCause() instanceof BindException && e.getMessage().contains("in use");
      }
    }
    if (at.exclusive() && taken) {
      sockets.forEach(Channel::close);
      throw failure;
    }
    if (sockets.isEmpty()) {
      throw failure;
    }
    return new Listening(sockets, port, () -> {});
  }

  /** Java's socket takes :: for IPv4 too, ssh's for IPv6 alone: who is not meant is closed. */
  private Binding at(InetAddress address, ListenAt.Tcp at) {
    boolean both = at.address() instanceof BindAddress.Wildcard && at.family().isEmpty();
    return both || !address.isAnyLocalAddress() || address instanceof Inet4Address
        ? this
        : new Binding(loop, rights, this::acceptIpv6);
  }

  private void acceptIpv6(DuplexChannel socket) {
    if (socket.remoteAddress() instanceof InetSocketAddress peer
        && peer.getAddress() instanceof Inet6Address) {
      accepted.accept(socket);
    } else {
      socket.close();
    }
  }

  private Channel bindPort(InetSocketAddress address) throws IOException {
    ProtocolFamily family = Connecting.familyOf(address.getAddress());
    if (!rights.isAnother()) {
      SocketProtocolFamily same = SocketProtocolFamily.of(family);
      return listen(
          () -> new NioServerSocketChannel(SelectorProvider.provider(), same),
          Optional.of(address),
          false);
    }
    ServerSocketChannel bound = rights.call(() -> bound(family, address));
    try {
      return listen(() -> new NioServerSocketChannel(bound), Optional.empty(), false);
    } catch (IOException e) {
      bound.close();
      throw e;
    }
  }

  private static ServerSocketChannel bound(ProtocolFamily family, InetSocketAddress address)
      throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(family);
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(address, BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new IOException(Sockets.reason(e), e);
    }
  }

  /** IPv6 first where it is all addresses: that socket takes IPv4 as well, where there is any. */
  private static List<InetAddress> addresses(ListenAt.Tcp at) throws IOException {
    return switch (at.address()) {
      case BindAddress.Wildcard() ->
          of(at.family(), InetAddress.getByName("::"), InetAddress.getByName("0.0.0.0"));
      case BindAddress.Loopback() ->
          of(at.family(), InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
      case BindAddress.Host(var name) -> of(at.family(), InetAddress.getAllByName(name));
    };
  }

  private static List<InetAddress> of(Optional<ProtocolFamily> family, InetAddress... addresses) {
    return Stream.of(addresses)
        .filter(a -> family.isEmpty() || family.get() == Connecting.familyOf(a))
        .toList();
  }

  /** A socket that listens, and the file that it is. */
  private record Bound(ServerSocketChannel socket, Object key) {}

  private Listening bindSocket(ListenAt.Unix at) throws IOException {
    AtomicReference<@Nullable Bound> made = new AtomicReference<>();
    Bound bound;
    try {
      bound = rights.makeIn(at.path(), at.umask(), path -> bound(at, path, made));
    } catch (Throwable e) {
      Bound unwanted = made.get();
      if (unwanted != null) {
        unwanted.socket().close();
        remove(at.path(), unwanted.key());
      }
      throw e;
    }
    try {
      Channel socket = listen(() -> new UnixServerSocket(bound.socket()), Optional.empty(), true);
      return new Listening(List.of(socket), 0, () -> remove(at.path(), bound.key()));
    } catch (Throwable e) {
      bound.socket().close();
      remove(at.path(), bound.key());
      throw e;
    }
  }

  /**
   * @param made told of it
   */
  private static Bound bound(ListenAt.Unix at, Path path, AtomicReference<@Nullable Bound> made)
      throws IOException {
    UnixDomainSocketAddress address;
    try {
      address = UnixDomainSocketAddress.of(path);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (at.unlink() && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(path);
    }
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean isThere = false;
    try {
      socket.bind(address, BACKLOG);
      isThere = true;
      Bound bound = new Bound(socket, key(path));
      made.set(bound);
      return bound;
    } catch (Throwable e) {
      socket.close();
      if (isThere) {
        Files.deleteIfExists(path);
      }
      throw e;
    }
  }

  /** Which file it is: an inode alone is given to the next one at once. */
  private static Object key(Path path) throws IOException {
    BasicFileAttributes file =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return List.of(String.valueOf(file.fileKey()), file.creationTime(), file.isOther());
  }

  /** Not what somebody else has put there meanwhile. */
  private void remove(Path path, Object key) {
    try {
      rights.callIn(path, at -> key(at).equals(key) && Files.deleteIfExists(at));
    } catch (IOException _) {
      // it is gone, or not ours to remove
    }
  }

  /**
   * @param address empty where the socket is bound already
   */
  private Channel listen(
      ChannelFactory<ServerChannel> factory, Optional<SocketAddress> address, boolean unix)
      throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channelFactory(factory)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel socket) {
                    accepted.accept((DuplexChannel) socket);
                  }
                });
    if (address.isPresent()) {
      bootstrap.option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true);
    }
    Sockets.configure(bootstrap::childOption, unix);
    ChannelFuture bound =
        address.map(bootstrap::bind).orElseGet(bootstrap::register).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(Sockets.reason(bound.cause()), bound.cause());
    }
    return bound.channel();
  }
}
