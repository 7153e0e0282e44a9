package org.sshlite.protocol.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.sshlite.protocol.forward.ForwardPair.soon;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.message.ChannelType;

/** {@link Binding} and {@link Listening}: sockets whose connections become channels. */
@Timeout(120)
class ListeningTest {
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

  private Listening listen(ListenAt at) throws Exception {
    return soon(
        pair.forwards()
            .listen(
                at,
                from ->
                    new ChannelType.ForwardedTcpip(
                        "here", from.connectedPort(), from.address(), from.port()),
                _ -> {}));
  }

  private static ListenAt loopback(int port) {
    return new ListenAt.Tcp(new BindAddress.Loopback(), Optional.empty(), port, false);
  }

  private static ListenAt.Unix unix(Path path) {
    return new ListenAt.Unix(path, 0177, false);
  }

  private static Socket connect(String address, int port) throws IOException {
    return new Socket(InetAddress.getByName(address), port);
  }

  @Test
  void a_connection_becomes_a_channel_that_says_where_it_comes_from_and_to() throws Exception {
    int port = listen(loopback(0)).port();
    for (String address : new String[] {"127.0.0.1", "::1"}) {
      try (Socket socket = connect(address, port)) {
        Channel channel = pair.arrived();
        assertThat(channel.type())
            .isEqualTo(
                new ChannelType.ForwardedTcpip("here", port, address, socket.getLocalPort()));
        socket.getOutputStream().write(1);
        assertThat(channel.input().read()).isEqualTo(1);
        channel.output().write(2);
        channel.output().flush();
        assertThat(socket.getInputStream().read()).isEqualTo(2);
      }
    }
  }

  @Test
  void one_family_alone_may_be_asked_for() throws Exception {
    int port =
        listen(
                new ListenAt.Tcp(
                    new BindAddress.Loopback(),
                    Optional.of(StandardProtocolFamily.INET6),
                    0,
                    false))
            .port();
    connect("::1", port).close();
    assertThatThrownBy(() -> connect("127.0.0.1", port)).isInstanceOf(IOException.class);
  }

  @Test
  void the_wildcard_takes_both_families() throws Exception {
    int port =
        listen(new ListenAt.Tcp(new BindAddress.Wildcard(), Optional.empty(), 0, false)).port();
    connect("::1", port).close();
    connect("127.0.0.1", port).close();
  }

  @Test
  void all_addresses_of_one_family_are_none_of_the_other() throws Exception {
    ListenAt byFamily =
        new ListenAt.Tcp(
            new BindAddress.Wildcard(), Optional.of(StandardProtocolFamily.INET6), 0, false);
    ListenAt byName = new ListenAt.Tcp(new BindAddress.Host("::"), Optional.empty(), 0, false);
    for (ListenAt ipv6 : List.of(byFamily, byName)) {
      int port = listen(ipv6).port();
      try (Socket socket = connect("127.0.0.1", port)) {
        socket.setSoTimeout(20_000);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      try (Socket socket = connect("::1", port)) {
        Channel channel = pair.arrived();
        assertThat(channel.type())
            .isEqualTo(new ChannelType.ForwardedTcpip("here", port, "::1", socket.getLocalPort()));
      }
    }
    int port =
        listen(new ListenAt.Tcp(new BindAddress.Host("0.0.0.0"), Optional.empty(), 0, false))
            .port();
    connect("127.0.0.1", port).close();
    assertThatThrownBy(() -> connect("::1", port)).isInstanceOf(IOException.class);
  }

  @Test
  void a_port_that_is_taken_or_none_is_an_error() throws Exception {
    int port = listen(loopback(0)).port();
    assertThatThrownBy(() -> listen(loopback(port))).hasMessageContaining("in use");
    assertThatThrownBy(() -> listen(loopback(70_000))).hasMessageContaining("range");
    assertThatThrownBy(
            () ->
                listen(
                    new ListenAt.Tcp(
                        new BindAddress.Host("192.0.2.1"), Optional.empty(), 0, false)))
        .hasMessageContaining("assign");
  }

  @Test
  void an_exclusive_port_is_nobody_elses_in_any_family() throws Exception {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(new InetSocketAddress(InetAddress.getByName("::1"), 0));
      int port = other.getLocalPort();
      ListenAt at = new ListenAt.Tcp(new BindAddress.Loopback(), Optional.empty(), port, true);
      assertThatThrownBy(() -> listen(at)).hasMessageContaining("in use");
      await().until(() -> refuses(port));
      assertThat(listen(loopback(port)).port()).isEqualTo(port);
    }
  }

  @Test
  void a_closed_listener_takes_no_more_and_what_is_open_goes_on() throws Exception {
    Listening listening = listen(loopback(0));
    try (Socket socket = connect("127.0.0.1", listening.port())) {
      Channel channel = pair.arrived();
      listening.close();
      await().until(() -> refuses(listening.port()));
      socket.getOutputStream().write(1);
      assertThat(channel.input().read()).isEqualTo(1);
      channel.output().close();
    }
    await().until(() -> pair.forwards().isEmpty());
  }

  @Test
  void the_port_of_a_closed_listener_is_free_at_once() throws Exception {
    int port = 0;
    for (int i = 0; i < 50; i++) {
      Listening listening = listen(loopback(port));
      port = listening.port();
      listening.close();
    }
  }

  @Test
  void so_many_wait_for_the_system_at_once_and_the_others_for_them() throws Exception {
    SlowRights slow = new SlowRights(false);
    try (Forwards forwards = pair.forwards(slow, SocketCount.UNLIMITED)) {
      List<CompletableFuture<Listening>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(
            forwards.listen(
                unix(folder.resolve("s" + i)), _ -> new ChannelType.AuthAgent(), _ -> {}));
      }
      slow.awaitBegun(16);
      slow.goOn().countDown();
      for (CompletableFuture<Listening> each : all) {
        soon(each).close();
      }
    }
  }

  /** A session waits for what is listened at; nobody may hold it up with targets. */
  @Test
  void targets_that_are_waited_for_hold_up_no_listening_and_are_left_when_all_is_over()
      throws Exception {
    SlowRights slow = new SlowRights(false);
    try (ForwardPair waiting = new ForwardPair(slow)) {
      for (int i = 0; i < 20; i++) {
        waiting.opening(new ChannelType.DirectStreamlocal("/nowhere/s" + i, "", 0));
      }
      slow.awaitBegun(16);

      soon(waiting.forwards().listen(loopback(0), _ -> new ChannelType.AuthAgent(), _ -> {}));

      waiting.forwards().close();
      slow.goOn().countDown();
      await().until(() -> threads("forward-wait") == 0);
      assertThat(slow.begun()).hasValue(16);
    }
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  private static boolean refuses(int port) {
    try (Socket socket = connect("127.0.0.1", port)) {
      return !socket.isConnected();
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void a_connection_that_gets_no_channel_is_reset() throws Exception {
    pair.refuse();
    Listening listening = listen(loopback(0));
    try (Socket socket = connect("127.0.0.1", listening.port())) {
      assertThatThrownBy(() -> socket.getInputStream().read()).hasMessageContaining("reset");
    }
  }

  @Test
  void a_socket_gets_the_permissions_that_the_mask_leaves_and_goes_with_its_listener()
      throws Exception {
    Path path = folder.resolve("socket");
    Listening listening = listen(unix(path));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(pair.arrived().type())
          .isEqualTo(new ChannelType.ForwardedTcpip("here", 0, "127.0.0.1", 65535));
      assertThat(socket.isConnected()).isTrue();
    }
    listening.close();
    assertThat(path).doesNotExist();

    listen(new ListenAt.Unix(path, 0111, false));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-rw-rw-");
  }

  @Test
  void what_is_in_the_way_is_removed_only_where_that_is_wanted_and_never_a_folder()
      throws Exception {
    Path path = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> listen(unix(path))).hasMessageContaining("in use");
    listen(new ListenAt.Unix(path, 0177, true));
    SocketChannel.open(UnixDomainSocketAddress.of(path)).close();

    Path inTheWay = Files.createDirectory(folder.resolve("folder"));
    assertThatThrownBy(() -> listen(new ListenAt.Unix(inTheWay, 0177, true)))
        .hasMessageContaining("in use");
    assertThat(inTheWay).isDirectory();
  }

  @Test
  void one_that_cannot_be_served_leaves_no_file_behind() {
    Path path = folder.resolve("socket");
    EventLoopGroup ended = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    EventLoop loop = ended.next();
    ended.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    Binding binding = new Binding(loop, SocketRights.OWN, _ -> {});
    assertThatThrownBy(() -> binding.bind(unix(path)))
        .hasRootCauseInstanceOf(RejectedExecutionException.class);
    assertThat(path).doesNotExist();
  }

  @Test
  void what_others_have_put_in_place_of_a_socket_is_not_removed() throws Exception {
    Path path = folder.resolve("socket");
    Listening listening = listen(unix(path));
    Files.delete(path);
    Files.createFile(path);
    listening.close();
    assertThat(path).isRegularFile();
  }

  @Test
  void everything_ends_with_the_connection() throws Exception {
    int port = listen(loopback(0)).port();
    Path path = folder.resolve("socket");
    listen(unix(path));
    Socket socket = connect("127.0.0.1", port);
    pair.arrived();
    pair.disconnect();
    await().until(() -> refuses(port) && Files.notExists(path));
    assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
    await().until(() -> pair.forwards().isEmpty());
  }

  @Test
  void what_is_listened_at_after_the_end_is_closed_at_once() throws Exception {
    pair.disconnect();
    Path path = folder.resolve("late");
    listen(unix(path));
    await().until(() -> Files.notExists(path) && pair.forwards().isEmpty());
  }

  /** Whoever is counted by them has no more of them than he may. */
  @Test
  void what_listens_and_who_connects_to_it_counts_until_it_is_closed() throws Exception {
    Semaphore left = new Semaphore(4);
    try (Forwards forwards = pair.forwards(SocketRights.OWN, counting(left))) {
      Listening both = soon(listen(forwards));
      assertThat(left.availablePermits()).isEqualTo(2);
      try (Socket first = connect("127.0.0.1", both.port())) {
        Channel channel = pair.arrived();
        assertThat(left.availablePermits()).isEqualTo(1);
        assertThatThrownBy(() -> soon(listen(forwards))).hasMessageContaining("too many sockets");
        await().until(() -> left.availablePermits() == 1);
        try (Socket _ = connect("::1", both.port())) {
          pair.arrived();
          assertThat(left.availablePermits()).isZero();
          try (Socket third = connect("::1", both.port())) {
            assertThat(third.getInputStream().read()).isEqualTo(-1);
          }
          first.shutdownOutput();
          channel.close();
          await().until(() -> left.availablePermits() == 1);
          both.close();
          await().until(() -> left.availablePermits() == 3);
        }
      }
    }
    await().until(() -> left.availablePermits() == 4);
  }

  @Test
  void what_listens_and_cannot_be_counted_is_closed() throws Exception {
    SocketCount failing =
        new SocketCount() {
          @Override
          public boolean take() {
            throw new OutOfMemoryError("thrown by a test");
          }

          @Override
          public void giveBack() {}
        };
    Path path = folder.resolve("socket");
    try (Forwards forwards = pair.forwards(SocketRights.OWN, failing)) {
      assertThatThrownBy(
              () ->
                  soon(
                      forwards.listen(
                          unix(path), _ -> new ChannelType.ForwardedStreamlocal("here"), _ -> {})))
          .hasMessageContaining("thrown by a test");
      await().until(() -> Files.notExists(path));
    }
  }

  private static CompletableFuture<Listening> listen(Forwards forwards) {
    return forwards.listen(
        loopback(0),
        from ->
            new ChannelType.ForwardedTcpip(
                "here", from.connectedPort(), from.address(), from.port()),
        _ -> {});
  }

  private static SocketCount counting(Semaphore left) {
    return new SocketCount() {
      @Override
      public boolean take() {
        return left.tryAcquire();
      }

      @Override
      public void giveBack() {
        left.release();
      }
    };
  }
}
