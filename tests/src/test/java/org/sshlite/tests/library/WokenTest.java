package org.sshlite.tests.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exec;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.client.TargetChannel;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.protocol.forward.Target;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Server;

/** Who waits in a stream of a host that says nothing is woken from this side. */
@Timeout(120)
class WokenTest {
  /** What writes nothing, and ends neither soon nor because its channel is closed. */
  private static final Exec SILENT = Exec.of("exec sleep 100");

  @TempDir static Path folder;
  private static LiteServer lite;
  private static OpenSshServer openSsh;

  enum Peer {
    LITE,
    OPENSSH
  }

  @BeforeAll
  static void start() throws IOException {
    OpenSshServer.require();
    lite = LiteServer.start(Files.createDirectory(folder.resolve("lite")));
    openSsh = OpenSshServer.start(Files.createDirectory(folder.resolve("openssh")));
  }

  @AfterAll
  static void stop() {
    lite.close();
    openSsh.close();
  }

  private static Server server(Peer peer) {
    return peer == Peer.LITE ? lite : openSsh;
  }

  private static SshClient client(Peer peer) {
    return SshClient.create(
        ClientOptions.builder()
            .trust(TrustPolicy.pinned(server(peer).target().hostKey()))
            .login(LoginOptions.withKey(server(peer).target().identity().key()))
            .build());
  }

  private static ClientSession connect(SshClient client, Peer peer) throws IOException {
    return client.connect(OurLibrary.destination(server(peer).target()));
  }

  /** A call that waits, in a thread of its own. */
  private static final class Waiter<T> extends FutureTask<T> {
    private final Thread thread = new Thread(this, "waits");

    Waiter(Callable<T> call) {
      super(call);
      thread.setDaemon(true);
      thread.start();
      await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    Exception failure() throws Exception {
      try {
        throw new AssertionError("no failure but " + get(30, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        return (Exception) e.getCause();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void closing_a_channel_ends_reads_and_writes_though_its_command_goes_on(Peer peer)
      throws Exception {
    try (SshClient client = client(peer);
        ClientSession session = connect(client, peer)) {
      SessionChannel channel = session.start(SILENT);
      Waiter<Integer> stdout = new Waiter<>(channel.stdout()::read);
      Waiter<Integer> stderr = new Waiter<>(channel.stderr()::read);
      Waiter<Void> stdin = new Waiter<>(() -> writeForEver(channel));
      channel.close();
      assertThat(stdout.failure()).isInstanceOf(IOException.class);
      assertThat(stderr.failure()).isInstanceOf(IOException.class);
      assertThat(stdin.failure()).isInstanceOf(IOException.class);
      assertThat(session.exec("echo alive").text()).isEqualTo("alive\n");
    }
  }

  private static Void writeForEver(SessionChannel channel) throws IOException {
    while (true) {
      channel.stdin().write(new byte[100_000]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_interrupt_ends_reads_and_writes_and_not_the_channel(Peer peer) throws Exception {
    try (SshClient client = client(peer);
        ClientSession session = connect(client, peer)) {
      try (SessionChannel silent = session.start(SILENT)) {
        Waiter<Void> stdin = new Waiter<>(() -> writeForEver(silent));
        stdin.thread.interrupt();
        assertThat(stdin.failure()).isInstanceOf(InterruptedIOException.class);
      }
      try (SessionChannel cat = session.start(Exec.of("cat"))) {
        Waiter<Integer> stdout = new Waiter<>(cat.stdout()::read);
        stdout.thread.interrupt();
        assertThat(stdout.failure()).isInstanceOf(InterruptedIOException.class);
        cat.stdin().write("still here".getBytes(UTF_8));
        cat.stdin().close();
        assertThat(cat.stdout().readAllBytes()).asString(UTF_8).isEqualTo("still here");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void closing_a_connection_from_the_host_ends_a_read_as_of_any_channel(Peer peer)
      throws Exception {
    try (ServerSocketChannel listening =
            ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        SshClient client = client(peer);
        ClientSession session = connect(client, peer)) {
      int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
      TargetChannel channel = session.connect(new Target.Tcp("127.0.0.1", port));
      Waiter<Integer> reading = new Waiter<>(() -> channel.read(ByteBuffer.allocate(10)));
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10).asReadOnlyBuffer()))
          .isInstanceOf(IllegalArgumentException.class);
      channel.close();
      assertThat(reading.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
  }
}
