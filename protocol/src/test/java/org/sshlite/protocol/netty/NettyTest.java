package org.sshlite.protocol.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionEndedException;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;

/** {@link SshListener} and {@link SshConnector} over loopback. */
class NettyTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** Far more than listen(2) holds by the habits of old, and few enough open files. */
  private static final int MANY = 400;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final EchoServer echo = new EchoServer();
  private final PlainClient application = new PlainClient();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened.reversed()) {
      closeable.close();
    }
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  private SshListener listen() throws IOException {
    return keep(SshListener.bind(List.of(ANY_PORT), EchoServer.setup(echo)));
  }

  private Connection login(SshListener listener) throws Exception {
    return connect(listener.addresses().getFirst()).authenticated().get(60, TimeUnit.SECONDS);
  }

  private Connection connect(InetSocketAddress address) throws Exception {
    return keep(new SshConnector())
        .connect(address, Duration.ofSeconds(20), TransportOptions.defaults(), application)
        .get(60, TimeUnit.SECONDS);
  }

  private static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void much_data_goes_both_ways_with_rekeys_in_between() throws Exception {
    Connection connection = login(listen());
    Channel channel = PlainClient.exec(connection, "echo");
    connection.rekey();
    soon(echo.connection).rekey();
    PlainClient.echo(channel, 20_000_000);
    await().until(() -> connection.info().keyExchanges() > 1);
  }

  @Test
  void one_listener_serves_many_connections() throws Exception {
    SshListener listener = keep(SshListener.bind(List.of(ANY_PORT), each(EchoServer::new)));
    SshConnector connector = keep(new SshConnector());
    List<CompletableFuture<Connection>> connecting = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      connecting.add(
          connector.connect(
              listener.addresses().getFirst(),
              Duration.ZERO,
              TransportOptions.defaults(),
              new PlainClient()));
    }
    for (CompletableFuture<Connection> each : connecting) {
      Connection connection = soon(soon(each).authenticated());
      PlainClient.echo(PlainClient.exec(connection, "echo"), 10_000);
    }
  }

  @Test
  void all_who_come_while_nobody_has_time_for_them_are_served_when_somebody_has() throws Exception {
    assumeTrue(mostInBacklog() >= MANY, "the system holds fewer");
    CountDownLatch busy = new CountDownLatch(1);
    SshListener listener =
        keep(
            SshListener.bind(
                List.of(ANY_PORT),
                each(
                    () -> {
                      EchoServer.await(busy); // each of the loops
                      return new EchoServer();
                    })));
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        Socket socket = keep(new Socket());
        // who finds no room tries again after a second, and after two, and so on
        socket.connect(listener.addresses().getFirst(), 20_000);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
      }
    } finally {
      busy.countDown();
    }
    for (Socket socket : sockets) {
      assertThat(socket.getInputStream().read()).isEqualTo('S');
    }
  }

  private static int mostInBacklog() throws IOException {
    Path limit = Path.of("/proc/sys/net/core/somaxconn");
    if (Files.notExists(limit)) {
      return 0;
    }
    // by one read: the second one finds nothing, wherever the first one ended
    try (BufferedReader in = Files.newBufferedReader(limit)) {
      return Integer.parseInt(in.readLine());
    }
  }

  private static ServerSetup each(java.util.function.Supplier<EchoServer> application) {
    return new ServerSetup(
        TransportOptions.defaults(), EchoServer.HOST_KEYS, _ -> Optional.of(application.get()));
  }

  @Test
  void what_depends_on_an_answer_may_wait_for_the_next_one() throws Exception {
    SshListener listener = listen();
    CompletableFuture<Void> all =
        keep(new SshConnector())
            .connect(
                listener.addresses().getFirst(),
                Duration.ofSeconds(20),
                TransportOptions.defaults(),
                application)
            .thenApply(connection -> connection.authenticated().join())
            .thenApply(
                connection -> connection.open(new ChannelType.Session(), new NoRequests()).join())
            .thenAccept(
                channel ->
                    channel
                        .request(new SessionRequest.Exec("echo"))
                        .thenAccept(_ -> echo(channel))
                        .join());
    soon(all);
  }

  private static void echo(Channel channel) {
    try {
      PlainClient.echo(channel, 1_000_000);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_application_hears_of_the_end_after_it_has_heard_of_the_beginning() throws Exception {
    echo.holdsGreeting = true;
    SshListener listener = listen();
    login(listener);
    soon(echo.connection);
    listener.close();
    soon(application.ended);
    assertThat(echo.ended).isNotDone();
    echo.release.countDown();
    soon(echo.ended);
  }

  @Test
  void DISCONNECT_reaches_the_client_though_its_data_is_unread() throws Exception {
    Connection connection = login(listen());
    Channel channel = soon(connection.open(new ChannelType.Session(), new NoRequests()));
    channel.output().write(new byte[200_000]);
    soon(echo.connection).disconnect("going down");
    assertThat(soon(application.ended)).isEqualTo(new Ending.Disconnected(11, "going down"));
  }

  @Test
  void a_peer_that_hangs_up_at_any_byte_of_the_handshake_leaves_nothing_behind() throws Exception {
    byte[] start = recordedClientStart();
    LinkedBlockingQueue<EchoServer> servers = new LinkedBlockingQueue<>();
    SshListener listener =
        keep(
            SshListener.bind(
                List.of(ANY_PORT),
                each(
                    () -> {
                      EchoServer server = new EchoServer();
                      servers.add(server);
                      return server;
                    })));
    for (int length = 0; length < start.length; length += 1 + length / 20) {
      try (Socket socket = new Socket(ANY_PORT.getAddress(), port(listener))) {
        socket.getOutputStream().write(start, 0, length);
      }
      Ending ending = soon(servers.take().ended);
      assertThat(ending).isInstanceOf(Ending.ConnectionLost.class);
    }
  }

  /** What our client sends first, as a server that never answers sees it. */
  private byte[] recordedClientStart() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
      connect((InetSocketAddress) server.getLocalSocketAddress());
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(20_000);
        InputStream in = socket.getInputStream();
        return in.readNBytes(1000);
      }
    }
  }

  @Test
  void a_peer_that_is_no_SSH_client_is_hung_up_on() throws Exception {
    SshListener listener = listen();
    try (Socket socket = new Socket(ANY_PORT.getAddress(), port(listener))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readAllBytes()).asString().startsWith("SSH-2.0-");
    }
    assertThat(soon(echo.ended)).isInstanceOf(Ending.Refused.class);
  }

  @Test
  void a_connection_beyond_the_limit_is_told_so_and_dropped() throws Exception {
    ServerSetup full =
        new ServerSetup(TransportOptions.defaults(), EchoServer.HOST_KEYS, _ -> Optional.empty());
    SshListener listener = keep(SshListener.bind(List.of(ANY_PORT), full));
    // a peer that sends something itself may be reset before it reads
    try (Socket socket = new Socket(ANY_PORT.getAddress(), port(listener))) {
      socket.setSoTimeout(20_000);
      assertThat(socket.getInputStream().readAllBytes())
          .asString()
          .isEqualTo("Not allowed at this time\r\n");
    }
  }

  @Test
  void an_application_that_cannot_be_made_costs_one_connection_only() throws Exception {
    LinkedBlockingQueue<Boolean> broken = new LinkedBlockingQueue<>(List.of(true, false));
    ServerSetup setup =
        new ServerSetup(
            TransportOptions.defaults(),
            EchoServer.HOST_KEYS,
            _ -> {
              if (broken.remove()) {
                throw new IllegalStateException("the application's own fault");
              }
              return Optional.of(echo);
            });
    SshListener listener = keep(SshListener.bind(List.of(ANY_PORT), setup));
    assertThat(soon(connect(listener.addresses().getFirst()).ended())).isNotNull();
    assertThat(login(listener).info().user()).isEqualTo("alice");
  }

  @Test
  void a_client_whose_application_fails_at_the_start_says_so() throws Exception {
    SshListener listener = listen();
    CompletableFuture<Connection> connecting =
        keep(new SshConnector())
            .connect(
                listener.addresses().getFirst(),
                Duration.ofSeconds(20),
                TransportOptions.defaults(),
                null);
    assertThatThrownBy(() -> soon(connecting)).isInstanceOf(ExecutionException.class);
  }

  @Test
  void a_refused_socket_is_told_as_such() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
      free = socket.getLocalPort();
    }
    assertThatThrownBy(() -> connect(new InetSocketAddress(ANY_PORT.getAddress(), free)))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void a_host_that_cannot_be_found_is_told_as_such() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 22);
    assertThatThrownBy(() -> connect(nowhere))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("nowhere.invalid");
  }

  @Test
  void a_server_that_hangs_up_at_once_is_told_as_such() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, ANY_PORT.getAddress())) {
      Connection connection = connect((InetSocketAddress) server.getLocalSocketAddress());
      server.accept().close();
      assertThatThrownBy(() -> soon(connection.authenticated()))
          .hasCauseInstanceOf(ConnectionEndedException.class)
          .hasMessageContaining("hung up before it sent an SSH identification string");
    }
  }

  @Test
  void a_port_in_use_is_told_in_one_line_and_nothing_stays_bound() throws Exception {
    SshListener first = listen();
    InetSocketAddress used = first.addresses().getFirst();
    Set<Thread> before = loops();
    assertThatThrownBy(() -> SshListener.bind(List.of(ANY_PORT, used), EchoServer.setup(echo)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on ")
        .hasMessageContaining(" port " + used.getPort() + ": ");
    // those of a test before may be ending
    await().until(() -> before.containsAll(loops()));
  }

  @Test
  void a_listener_that_stops_accepting_keeps_its_connections() throws Exception {
    SshListener listener = listen();
    Connection connection = login(listener);
    int port = port(listener);
    listener.stopAccepting();
    // the JDK closes a socket for good when its selector next looks
    await().until(() -> !accepts(port));
    PlainClient.echo(PlainClient.exec(connection, "echo"), 10_000);
  }

  private static boolean accepts(int port) {
    try {
      new Socket(ANY_PORT.getAddress(), port).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void closing_the_listener_ends_its_connections_on_both_sides() throws Exception {
    SshListener listener = listen();
    login(listener);
    listener.close();
    assertThat(soon(application.ended)).isInstanceOf(Ending.ConnectionLost.class);
    assertThat(soon(echo.ended)).isInstanceOf(Ending.ConnectionLost.class);
  }

  @Test
  void a_session_hears_of_the_end_though_the_loop_ended_while_it_was_busy() throws Exception {
    SshListener listener = listen();
    Connection connection = login(listener);
    connection.open(new ChannelType.Session(), new NoRequests()).thenAccept(NettyTest::execWait);
    assertThat(echo.waiting.await(60, TimeUnit.SECONDS)).isTrue();
    listener.close();
    echo.release.countDown();
    soon(echo.sessionClosed);
  }

  private static void execWait(Channel channel) {
    channel.request(new SessionRequest.Exec("wait"));
  }

  record NoRequests() implements ChannelHandler {
    @Override
    public boolean request(SessionRequest request) {
      return false;
    }

    @Override
    public void closed() {}
  }

  @Test
  void what_is_asked_after_the_connector_was_closed_fails_and_does_not_wait() throws Exception {
    SshListener listener = listen();
    SshConnector connector = keep(new SshConnector());
    Connection connection =
        soon(
            soon(connector.connect(
                    listener.addresses().getFirst(),
                    Duration.ofSeconds(20),
                    TransportOptions.defaults(),
                    application))
                .authenticated());
    Channel channel = PlainClient.exec(connection, "echo");
    connector.close();
    assertThat(soon(connection.ended())).isInstanceOf(Ending.ConnectionLost.class);
    assertThatThrownBy(() -> soon(connection.open(new ChannelType.Session(), new NoRequests())))
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> channel.output().write(1)).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                soon(
                    connector.connect(
                        listener.addresses().getFirst(),
                        Duration.ofSeconds(20),
                        TransportOptions.defaults(),
                        application)))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void no_thread_is_left_after_closing() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    SshListener listener = listen();
    Connection connection = login(listener);
    PlainClient.echo(PlainClient.exec(connection, "echo"), 10_000);
    close();
    // Netty's global executor, which tells of the end of event loops, ends by itself in a second
    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .filteredOn(thread -> !ofVirtualThreads(thread.getName()))
                    .isEmpty());
  }

  private static boolean ofVirtualThreads(String name) {
    return name.startsWith("ForkJoinPool") || name.startsWith("VirtualThread");
  }

  private static Set<Thread> loops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("-loop"))
        .collect(Collectors.toSet());
  }

  private static int port(SshListener listener) {
    return listener.addresses().getFirst().getPort();
  }
}
