package org.sshlite.protocol.forward;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
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
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt to reach a target: each address of a name in turn, as OpenSSH does. */
final class Connecting {
  private final EventLoop loop;
  private final Consumer<DuplexChannel> onConnected;
  private final Consumer<IOException> onFailed;

  /**
   * @param onConnected called on the loop; the socket does not read yet
   * @param onFailed called on the loop, with the system's own words
   */
  Connecting(EventLoop loop, Consumer<DuplexChannel> onConnected, Consumer<IOException> onFailed) {
    this.loop = loop;
    this.onConnected = onConnected;
    this.onFailed = onFailed;
  }

  /**
   * @param family of the addresses that are tried; empty for each there is
   */
  void start(Target target, Optional<ProtocolFamily> family) {
    switch (target) {
      case Target.Tcp(var host, var port) ->
          Thread.ofVirtual().name("forward-lookup").start(() -> lookUp(host, port, family));
      case Target.Unix(var path) ->
          loop.execute(
              () -> {
                try {
                  next(new ArrayDeque<>(java.util.List.of(UnixDomainSocketAddress.of(path))), null);
                } catch (IllegalArgumentException e) {
                  onFailed.accept(new IOException(e.getMessage(), e));
                }
              });
    }
  }

  private void lookUp(String host, int port, Optional<ProtocolFamily> family) {
    Queue<SocketAddress> addresses = new ArrayDeque<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (family.isEmpty() || family.get() == familyOf(address)) {
          addresses.add(new InetSocketAddress(address, port));
        }
      }
      UnknownHostException none =
          new UnknownHostException("Address family for hostname not supported");
      loop.execute(() -> next(addresses, none));
    } catch (UnknownHostException e) {
      UnknownHostException told = new UnknownHostException(withoutName(host, e));
      loop.execute(() -> onFailed.accept(told));
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

  private void next(Queue<SocketAddress> addresses, @Nullable IOException last) {
    SocketAddress address = addresses.poll();
    if (address == null) {
      onFailed.accept(last == null ? new IOException("no address") : last);
      return;
    }
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(
                () ->
                    address instanceof UnixDomainSocketAddress
                        ? new NioDomainSocketChannel()
                        : new NioSocketChannel())
            // how long is the system's business, as with OpenSSH
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .handler(new ChannelInboundHandlerAdapter());
    Sockets.configure(bootstrap::option);
    bootstrap
        .connect(address)
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                onConnected.accept((DuplexChannel) connected.channel());
              } else {
                next(addresses, new IOException(Sockets.reason(connected.cause())));
              }
            });
  }
}
