package org.sshlite.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Target;
import org.sshlite.sshd.ServerOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.hostile.FaultyProxy.Fault;

/**
 * A question and its answer over a forwarded connection, which is cut after each of their bytes, by
 * each end, in each direction, or in between: who is left hears of it, and nothing is left.
 */
@Timeout(600)
class ForwardCutTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final int PATIENCE_MILLISECONDS = 20_000;
  private static final byte[] QUESTION = bytes('q', 60);
  private static final byte[] ANSWER = bytes('a', 70);

  private final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final PrivateKey userKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final AtomicInteger others = new AtomicInteger();
  private SshServer server;
  private SshClient client;
  private ServerSocket target;

  /** Who cuts, and what he has done by then with so many bytes. */
  private enum Cut {
    VISITOR_SENDS,
    TARGET_RECEIVES,
    TARGET_SENDS,
    VISITOR_RECEIVES;

    int length() {
      return this == VISITOR_SENDS || this == TARGET_RECEIVES ? QUESTION.length : ANSWER.length;
    }

    boolean isByVisitor() {
      return this == VISITOR_SENDS || this == VISITOR_RECEIVES;
    }
  }

  private static byte[] bytes(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    target.setSoTimeout(PATIENCE_MILLISECONDS);
    server =
        SshServer.start(
            ServerOptions.builder()
                .listen("127.0.0.1", 0)
                .hostKey(hostKey)
                .publicKeys((_, key) -> key.equals(userKey.publicKey()))
                .forwards(
                    (_, channel, forwards) -> {
                      others.set(channel.others());
                      forwards.relay(channel, destination(), Optional.empty());
                    })
                .build());
    client =
        SshClient.create(
            ClientOptions.builder()
                .trust(TrustPolicy.pinned(hostKey.publicKey()))
                .login(LoginOptions.withKey(userKey))
                .build());
  }

  @AfterEach
  void nothing_is_left() throws IOException {
    client.close();
    server.close();
    target.close();
    await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(Threads.ours()).isEmpty());
  }

  private Target.Tcp destination() {
    return new Target.Tcp("127.0.0.1", target.getLocalPort());
  }

  private int listen(ClientSession session) throws Exception {
    return session.forwarding().listen(ListenAt.loopback(0), destination(), _ -> {}).port();
  }

  private ClientSession connect(int port) throws IOException {
    return client.connect("ssh://alice@127.0.0.1:" + port);
  }

  private static Socket patient(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
    return socket;
  }

  private static Socket visit(int port) throws IOException {
    return patient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** What comes until the end, or until somebody breaks off; what does not come fails the test. */
  private static byte[] readUntilOver(Socket socket) throws IOException {
    return read(socket, QUESTION.length + ANSWER.length);
  }

  /** The same, at most so many bytes. */
  private static byte[] read(Socket socket, int most) throws IOException {
    byte[] read = new byte[most];
    int count = 0;
    try {
      InputStream in = socket.getInputStream();
      for (int more; (more = in.read(read, count, read.length - count)) > 0; ) {
        count += more;
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // reset: that is an end, too
    }
    return Arrays.copyOf(read, count);
  }

  private static void cut(Socket socket, boolean reset) throws IOException {
    if (reset) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
  }

  /** How long a way is tried: each byte of it, or some. */
  private static LongStream places(long from, long to, int step) {
    return LongStream.iterate(from, at -> at <= to, at -> at + (WHOLE ? 1 : step));
  }

  @ParameterizedTest
  @EnumSource
  void whoever_breaks_off_the_other_one_hears_of_it(Cut cut) throws Exception {
    try (ClientSession session = connect(server.port())) {
      int port = listen(session);
      exchange(port, cut, cut.length(), false);
      long before = descriptors();
      for (long at : places(0, cut.length(), 7).toArray()) {
        for (boolean reset : new boolean[] {false, true}) {
          byte[] heard = exchange(port, cut, (int) at, reset);
          byte[] sent = cut == Cut.VISITOR_SENDS ? QUESTION : ANSWER;
          if (cut == Cut.VISITOR_SENDS || cut == Cut.TARGET_SENDS) {
            assertThat(Arrays.copyOf(sent, heard.length)).isEqualTo(heard);
            // who says that he is done has all of it delivered
            assertThat(heard.length).as("%s at %d", cut, at).isLessThanOrEqualTo((int) at);
            assertThat(reset || heard.length == at).as("%s at %d", cut, at).isTrue();
          }
        }
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                exchange(port, cut, cut.length(), false);
                assertThat(others).as("channels that are left").hasValue(0);
              });
    }
  }

  /**
   * @return what came to who is left
   */
  private byte[] exchange(int port, Cut cut, int at, boolean reset) throws Exception {
    try (Socket visitor = visit(port);
        Socket far = patient(target.accept())) {
      visitor.getOutputStream().write(QUESTION, 0, cut == Cut.VISITOR_SENDS ? at : QUESTION.length);
      if (cut != Cut.VISITOR_SENDS) {
        int wanted = cut == Cut.TARGET_RECEIVES ? at : QUESTION.length;
        assertThat(far.getInputStream().readNBytes(wanted)).hasSize(wanted);
      }
      if (cut == Cut.TARGET_SENDS || cut == Cut.VISITOR_RECEIVES) {
        far.getOutputStream().write(ANSWER, 0, cut == Cut.TARGET_SENDS ? at : ANSWER.length);
      }
      if (cut == Cut.VISITOR_RECEIVES) {
        assertThat(visitor.getInputStream().readNBytes(at)).hasSize(at);
      }
      cut(cut.isByVisitor() ? visitor : far, reset);
      return readUntilOver(cut.isByVisitor() ? far : visitor);
    }
  }

  private static long descriptors() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG_UP", "RESET"})
  void a_connection_that_is_lost_is_heard_of_at_both_ends_of_its_forwards(Fault fault)
      throws Exception {
    long toServer;
    long toClient;
    long lastToServer;
    long lastToClient;
    try (FaultyProxy proxy = proxy(fault, Long.MAX_VALUE, Long.MAX_VALUE);
        ClientSession session = connect(proxy.address().getPort())) {
      int port = listen(session);
      toServer = proxy.sentToServer();
      toClient = proxy.sentToClient();
      exchange(port, Cut.VISITOR_RECEIVES, ANSWER.length, false);
      lastToServer = proxy.sentToServer();
      lastToClient = proxy.sentToClient();
    }
    for (long at : places(toServer, lastToServer - 1, 41).toArray()) {
      assertLost(fault, at, Long.MAX_VALUE);
    }
    for (long at : places(toClient, lastToClient - 1, 41).toArray()) {
      assertLost(fault, Long.MAX_VALUE, at);
    }
  }

  private FaultyProxy proxy(Fault fault, long toServer, long toClient) {
    return FaultyProxy.to(
        new InetSocketAddress("127.0.0.1", server.port()), fault, toServer, toClient);
  }

  private void assertLost(Fault fault, long toServer, long toClient) throws Exception {
    try (FaultyProxy proxy = proxy(fault, toServer, toClient)) {
      ClientSession session;
      try {
        session = connect(proxy.address().getPort());
      } catch (IOException _) {
        return; // with the last byte of the login
      }
      try (session) {
        int port = listen(session);
        CompletableFuture<Void> far = CompletableFuture.runAsync(this::answer);
        try (Socket visitor = visit(port)) {
          visitor.getOutputStream().write(QUESTION);
          read(visitor, ANSWER.length);
        } catch (SocketTimeoutException e) {
          throw new AssertionError(
              "%s, to the server %d, to the client %d".formatted(fault, toServer, toClient), e);
        } catch (IOException _) {
          // it came too late to be taken
        }
        session.connection().ended().get(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS);
        unblock();
        far.get(PATIENCE_MILLISECONDS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Where the connection was lost before anybody came to the target. */
  private void unblock() throws IOException {
    visit(target.getLocalPort()).close();
  }

  private void answer() {
    try {
      boolean last = false;
      while (!last) {
        try (Socket far = patient(target.accept())) {
          last = far.getInputStream().readNBytes(QUESTION.length).length == 0;
          far.getOutputStream().write(ANSWER);
          readUntilOver(far);
        } catch (SocketTimeoutException e) {
          throw e;
        } catch (IOException _) {
          continue; // reset, as it should be
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
