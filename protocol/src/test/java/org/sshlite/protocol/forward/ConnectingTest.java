package org.sshlite.protocol.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelRefusedException;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.OpenFailureReason;

/** {@link Connecting}: how a target is reached, and how it is told that it is not. */
@Timeout(120)
class ConnectingTest {
  @TempDir Path folder;
  private ForwardPair pair;

  @BeforeEach
  void connect() throws Exception {
    pair = new ForwardPair();
  }

  @AfterEach
  void close() {
    pair.close();
  }

  private static ChannelType tcp(String host, int port) {
    return new ChannelType.DirectTcpip(host, port, "127.0.0.1", 1);
  }

  private static ChannelType unix(Path path) {
    return new ChannelType.DirectStreamlocal(path.toString(), "", 0);
  }

  private void fails(ChannelType type, String reason) throws Exception {
    ChannelRefusedException refused = pair.refusal(type);
    assertThat(refused.reason()).isEqualTo(OpenFailureReason.CONNECT_FAILED.code());
    assertThat(refused.getMessage()).contains(reason);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void the_peer_is_told_in_the_systems_words_why_a_target_is_not_reached() throws Exception {
    fails(tcp("127.0.0.1", unusedPort()), "Connection refused");
    fails(tcp("localhost", unusedPort()), "Connection refused");
    fails(tcp("255.255.255.255", 1), "");
    fails(tcp("127.0.0.1", 0), "");
    fails(unix(folder.resolve("nobody")), "No such file or directory");
    fails(unix(Path.of("/" + "x".repeat(300))), "too long");
  }

  @Test
  void a_name_that_nobody_knows_fails() throws Exception {
    fails(tcp("no-such-host.invalid", 80), "");
    fails(tcp("", 80), "Name or service not known");
    fails(tcp("a b", 80), "");
    fails(tcp("fe80::1%nowhere", 80), "");
  }

  @Test
  void a_name_is_looked_up_and_each_family_is_reached() throws Exception {
    for (String address : List.of("127.0.0.1", "::1")) {
      try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getByName(address))) {
        reach(target, address);
      }
    }
    for (InetAddress address : InetAddress.getAllByName("localhost")) {
      try (ServerSocket target = new ServerSocket(0, 5, address)) {
        reach(target, "localhost");
      }
    }
  }

  private void reach(ServerSocket target, String host) throws Exception {
    Channel channel = pair.open(host, target.getLocalPort());
    target.accept().close();
    assertThat(channel.input().read()).isEqualTo(-1);
  }

  @Test
  void a_unix_socket_is_reached() throws Exception {
    Path path = folder.resolve("socket");
    try (ServerSocketChannel target = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      target.bind(UnixDomainSocketAddress.of(path));
      Channel channel = pair.open(unix(path));
      try (SocketChannel socket = target.accept()) {
        socket.shutdownOutput();
        assertThat(channel.input().read()).isEqualTo(-1);
        channel.output().write("still".getBytes(StandardCharsets.UTF_8));
        channel.output().close();
        assertThat(Channels.newInputStream(socket).readAllBytes()).asString().isEqualTo("still");
      }
      ForwardPair.soon(channel.closed());
    }
  }

  /** Each may be a socket, for as long as the system has patience: two minutes. */
  @Test
  void what_is_not_connected_yet_ends_with_its_connection() throws Exception {
    try (ServerSocketChannel full = ServerSocketChannel.open()) {
      full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      InetSocketAddress address = (InetSocketAddress) full.getLocalAddress();
      List<SocketChannel> queue = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        SocketChannel socket = SocketChannel.open();
        queue.add(socket);
        socket.configureBlocking(false);
        socket.connect(address);
      }
      pair.opening(tcp("127.0.0.1", address.getPort()));
      await().until(() -> !pair.forwards().isEmpty());
      pair.disconnect();
      await().until(() -> pair.forwards().isEmpty());
      for (SocketChannel socket : queue) {
        socket.close();
      }
    }
  }

  @Test
  void so_many_sockets_of_another_user_are_made_at_once_and_the_others_after_them()
      throws Exception {
    SlowRights slow = new SlowRights(true);
    try (ForwardPair others = new ForwardPair(slow);
        ServerSocket target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 20; i++) {
        others.opening(tcp("127.0.0.1", target.getLocalPort()));
      }
      slow.awaitBegun(16);
      slow.goOn().countDown();
      for (int i = 0; i < 20; i++) {
        target.accept().close();
      }
    }
  }

  @Test
  void a_socket_that_came_too_late_for_its_loop_is_closed() throws Exception {
    IoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    EventLoop loop = (EventLoop) loops.next();
    Path path = folder.resolve("socket");
    try (ServerSocketChannel target = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      target.bind(UnixDomainSocketAddress.of(path));
      SocketRights ending =
          new SocketRights() {
            @Override
            public boolean isAnother() {
              return true;
            }

            @Override
            public <T> T call(Deed<T> deed) throws IOException {
              T made = deed.done();
              loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
              return made;
            }
          };

      connecting(loop, ending, _ -> {}).start(new Target.Unix(path), Optional.empty());

      try (SocketChannel socket = target.accept()) {
        assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    }
  }

  @Test
  void whatever_goes_wrong_on_the_way_is_told() throws Exception {
    IoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      CompletableFuture<IOException> told = new CompletableFuture<>();
      SocketRights broken =
          new SocketRights() {
            @Override
            public boolean isAnother() {
              return true;
            }

            @Override
            public <T> T call(Deed<T> deed) {
              throw new IllegalStateException("broken");
            }
          };

      connecting((EventLoop) loops.next(), broken, told::complete)
          .start(new Target.Unix(folder.resolve("socket")), Optional.empty());

      assertThat(ForwardPair.soon(told)).hasMessageContaining("broken");
    } finally {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
  }

  /** As where there is no memory for what comes next. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_fails_behind_a_socket_is_told_and_closes_it(boolean started) throws Exception {
    IoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<IOException> told = new CompletableFuture<>();
      Consumer<Object> failing =
          _ -> {
            throw new OutOfMemoryError("thrown by a test");
          };
      Consumer<Object> ready = _ -> {};

      connecting(
              (EventLoop) loops.next(),
              SocketRights.OWN,
              started ? failing : ready,
              failing,
              told::complete)
          .start(new Target.Tcp("127.0.0.1", target.getLocalPort()), Optional.empty());

      assertThat(ForwardPair.soon(told)).hasMessageContaining("thrown by a test");
      if (!started) {
        try (Socket socket = target.accept()) {
          assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
      }
    } finally {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
  }

  private static Connecting connecting(
      EventLoop loop, SocketRights rights, Consumer<IOException> onFailed) {
    return connecting(loop, rights, _ -> {}, _ -> {}, onFailed);
  }

  private static Connecting connecting(
      EventLoop loop,
      SocketRights rights,
      Consumer<Object> onStarted,
      Consumer<Object> onConnected,
      Consumer<IOException> onFailed) {
    Executor waiting = work -> Thread.ofVirtual().start(work);
    return new Connecting(
        loop, waiting, waiting, rights, onStarted::accept, onConnected::accept, onFailed);
  }
}
