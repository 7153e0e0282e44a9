package org.sshlite.tests.hostile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.client.ClientSession;
import org.sshlite.protocol.forward.ListenAt;
import org.sshlite.protocol.forward.Target;

/** A forwarded connection whose ends both write without end, and read all that comes. */
final class FloodedForward implements AutoCloseable {
  private static final int PIECE = 64 * 1024;
  private static final int PATIENCE_SECONDS = 20;

  private final ServerSocket listening;
  private final int port;
  private final End visitor;
  private final End target;

  private FloodedForward(ServerSocket listening, int port) throws IOException {
    this.listening = listening;
    this.port = port;
    listening.setSoTimeout(PATIENCE_SECONDS * 1000);
    visitor = new End(new Socket(InetAddress.getLoopbackAddress(), port));
    target = new End(listening.accept());
  }

  /** Its port is the client's. */
  static FloodedForward here(ClientSession session) throws IOException {
    ServerSocket listening = listening();
    int port = session.forwarding().listen(ListenAt.loopback(0), target(listening), _ -> {}).port();
    return new FloodedForward(listening, port);
  }

  /** Its port is the server's. */
  static FloodedForward there(ClientSession session) throws IOException {
    ServerSocket listening = listening();
    int port = session.forwarding().request("localhost", 0, target(listening)).orElseThrow().port();
    return new FloodedForward(listening, port);
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static Target target(ServerSocket listening) {
    return new Target.Tcp("127.0.0.1", listening.getLocalPort());
  }

  /** Begins. */
  void flood() {
    visitor.flood();
    target.flood();
  }

  End visitor() {
    return visitor;
  }

  End target() {
    return target;
  }

  /** Bytes that one end wrote and the other one never got. */
  long held() {
    return visitor.written.get()
        - target.received.get()
        + target.written.get()
        - visitor.received.get();
  }

  void assertListensNoMore() {
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class));
  }

  @Override
  public void close() throws IOException {
    listening.close();
    visitor.close();
    target.close();
  }

  /** One of the two. */
  static final class End implements AutoCloseable {
    private final Socket socket;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private End(Socket socket) {
      this.socket = socket;
    }

    private void flood() {
      Thread.ofVirtual().start(this::write);
      Thread.ofVirtual().start(this::read);
    }

    private void write() {
      byte[] much = new byte[PIECE];
      try {
        while (true) {
          socket.getOutputStream().write(much);
          written.addAndGet(much.length);
        }
      } catch (IOException _) {
        return; // who reads hears of it, too
      }
    }

    private void read() {
      byte[] buffer = new byte[PIECE];
      try {
        for (int count; (count = socket.getInputStream().read(buffer)) >= 0; ) {
          received.addAndGet(count);
        }
      } catch (IOException _) {
        // reset: that is an end, too
      }
      over.complete(null);
    }

    /** Fails when it is not within its time. */
    void awaitEnd() throws Exception {
      try {
        over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("nobody told " + socket, e);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
