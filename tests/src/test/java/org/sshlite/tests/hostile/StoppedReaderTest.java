package org.sshlite.tests.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Originator;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.wire.Request;
import org.sshlite.sshd.ForwardApplication;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SessionFiles;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.Terminal;
import org.sshlite.tests.hostile.GreedyClient.Way;
import org.sshlite.tests.loopback.LoopbackClient;

/**
 * A client that asks for much on channels of every type and takes nothing of it. What the server
 * holds for it has its bounds, and everybody else is served.
 */
@Timeout(120)
class StoppedReaderTest {
  private static final long WINDOW = 1024 * 1024;
  private static final long WIDEST = 0xffff_ffffL;

  /** More than a window, and what the system holds for two sockets on the way. */
  private static final long MOST_TAKEN = 96L * 1024 * 1024;

  /** Bytes of heap, for nine channels; and for the test. */
  private static final long MOST_HELD = 64L * 1024 * 1024;

  @TempDir private Path folder;
  private final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Map<Way, Flood> floods = new EnumMap<>(Way.class);
  private final List<ServerSocketChannel> targets = new ArrayList<>();
  private SshServer server;

  @BeforeEach
  void start() throws IOException {
    for (Way way : Way.values()) {
      floods.put(way, new Flood(gate));
    }
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
      large.setLength(1L << 40);
    }
    server =
        SshServer.start(
            ServerOptions.builder()
                .listen("127.0.0.1", 0)
                .hostKey(hostKey)
                .passwords((_, _) -> true)
                .shell(this::shell)
                .files(
                    _ ->
                        SessionFiles.of(folder)
                            .withGuard((request, _) -> floods.get(Way.SFTP).took(asked(request))))
                .forwards(new Everything())
                .build());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    for (ServerSocketChannel target : targets) {
      target.close();
    }
    hostKey.close();
  }

  private int shell(Terminal terminal) throws IOException {
    switch (terminal.command().orElse("")) {
      case "STDOUT" -> floods.get(Way.STDOUT).over(terminal.output());
      case "STDERR" -> floods.get(Way.STDERR).over(terminal.errors());
      default -> terminal.input().transferTo(terminal.output());
    }
    return 0;
  }

  private static long asked(Request.Asking request) {
    return request instanceof Request.Read read ? read.length() : 0;
  }

  /** Whatever is asked for; the address that is to be listened at names the way. */
  private static final class Everything implements ForwardApplication {
    @Override
    public void opening(String user, IncomingChannel channel, Forwards forwards) {
      Target target =
          switch (channel.type()) {
            case ChannelType.DirectTcpip(var host, var port, _, _) ->
                new Target.Tcp(host, (int) port);
            case ChannelType.DirectStreamlocal(var path, _, _) -> new Target.Unix(Path.of(path));
            default -> throw new AssertionError(channel.type());
          };
      forwards.relay(channel, target, Optional.empty());
    }

    @Override
    public void requested(String user, IncomingRequest request, Forwards forwards) {
      if (request.type() instanceof GlobalRequestType.TcpipForward(var way, _)) {
        forwards
            .listen(ListenAt.loopback(0), from -> type(Way.valueOf(way), from), _ -> {})
            .thenAccept(at -> request.succeed(GlobalRequestType.TcpipForward.boundTo(at.port())));
      } else if (request.type() instanceof GlobalRequestType.StreamlocalForward(var path)) {
        forwards
            .listen(
                new ListenAt.Unix(Path.of(path), 0177, false),
                _ -> new ChannelType.ForwardedStreamlocal(path, ""),
                _ -> {})
            .thenAccept(_ -> request.succeed());
      }
    }

    private static ChannelType type(Way way, Originator from) {
      return switch (way) {
        case X11 -> new ChannelType.X11(from.address(), from.port());
        case AUTH_AGENT -> new ChannelType.AuthAgent();
        default ->
            new ChannelType.ForwardedTcpip(
                way.name(), from.connectedPort(), from.address(), from.port());
      };
    }
  }

  /** Has a channel of each type, with much behind it that waits for the gate. */
  private GreedyClient greedy(long window) throws Exception {
    GreedyClient client = new GreedyClient(server.port(), window);
    for (Way way : Way.values()) {
      Flood flood = floods.get(way);
      Path socket = folder.resolve(way.name());
      switch (way) {
        case STDOUT, STDERR -> client.execute(way, way.name());
        case SFTP -> client.openFile(way, "/large");
        case DIRECT_TCPIP -> {
          ServerSocketChannel target =
              ServerSocketChannel.open()
                  .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
          targets.add(flood.at(target));
          int port = ((InetSocketAddress) target.getLocalAddress()).getPort();
          client.open(way, new ChannelType.DirectTcpip("127.0.0.1", port, "127.0.0.1", 1));
        }
        case DIRECT_STREAMLOCAL -> {
          targets.add(flood.at(UnixDomainSocketAddress.of(socket)));
          client.open(way, new ChannelType.DirectStreamlocal(socket.toString()));
        }
        case FORWARDED_STREAMLOCAL -> {
          client.ask(new GlobalRequestType.StreamlocalForward(socket.toString()));
          flood.to(UnixDomainSocketAddress.of(socket));
          client.accept(way);
        }
        case FORWARDED_TCPIP, X11, AUTH_AGENT -> {
          byte[] port = client.ask(new GlobalRequestType.TcpipForward(way.name(), 0));
          flood.to(
              new InetSocketAddress(
                  InetAddress.getLoopbackAddress(),
                  (int) GlobalRequestType.TcpipForward.boundPort(port)));
          client.accept(way);
        }
      }
    }
    return client;
  }

  @Test
  void channels_that_nobody_reads_hold_up_no_other() throws Exception {
    try (GreedyClient client = greedy(WINDOW)) {
      gate.countDown();
      client.readFile(Way.SFTP);
      for (Way way : Way.values()) {
        client.awaitBytes(way, WINDOW);
      }

      assertThat(client.echo("still here")).isEqualTo("still here");
      for (Way way : Way.values()) {
        assertThat(client.bytes(way)).as("%s", way).isEqualTo(WINDOW);
        assertThat(floods.get(way).taken()).as("%s", way).isLessThan(MOST_TAKEN);
      }
    }
    assertNothingIsLeft();
  }

  @Test
  void a_client_that_reads_nothing_holds_up_no_other() throws Exception {
    long before = heap();
    try (GreedyClient client = greedy(WIDEST)) {
      gate.countDown();
      client.readFile(Way.SFTP);
      awaitStandstill();

      for (Way way : Way.values()) {
        assertThat(floods.get(way).taken()).as("%s", way).isPositive().isLessThan(MOST_TAKEN);
      }
      assertThat(heap() - before).isLessThan(MOST_HELD);
      try (LoopbackClient other =
          new LoopbackClient(TransportOptions.defaults(), hostKey.publicKey())) {
        Channel channel =
            LoopbackClient.exec(
                other.logIn(new InetSocketAddress("127.0.0.1", server.port())), "echo");
        channel.output().write("here".getBytes(US_ASCII));
        channel.output().close();
        assertThat(channel.input().readAllBytes()).asString(US_ASCII).isEqualTo("here");
      }
    }
    assertNothingIsLeft();
  }

  private void awaitStandstill() {
    long[] last = {-1};
    int[] equal = {0};
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              long now = taken().sum();
              equal[0] = now == last[0] && taken().allMatch(bytes -> bytes > 0) ? equal[0] + 1 : 0;
              last[0] = now;
              return equal[0] == 5;
            });
  }

  private LongStream taken() {
    return floods.values().stream().mapToLong(Flood::taken);
  }

  private void assertNothingIsLeft() {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> floods.values().stream().allMatch(Flood::isOver));
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
