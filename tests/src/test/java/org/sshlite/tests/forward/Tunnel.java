package org.sshlite.tests.forward;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** A client that forwards by {@code -L} and {@code -D} to a {@link BulkPort}. */
final class Tunnel implements AutoCloseable {
  static final String CIPHER = "aes128-gcm@openssh.com";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int localPort = LoopbackPort.free();
  private final int socksPort = LoopbackPort.free();
  private final BulkPort behind;
  private final Running client;

  private Tunnel(Client client, Target server, BulkPort behind) {
    this.behind = behind;
    this.client =
        Login.to(server)
            .cipher(CIPHER)
            .extra("-N", "-L", localPort + ":127.0.0.1:" + behind.port(), "-D", "" + socksPort)
            .by(client)
            .start();
  }

  /** One that is connected. */
  static Tunnel of(Client client, Target server, BulkPort behind) {
    Tunnel tunnel = new Tunnel(client, server, behind);
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              tunnel.connect().close();
              return true;
            });
    return tunnel;
  }

  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", localPort);
    socket.setTcpNoDelay(true);
    return BulkPort.greeted(socket);
  }

  Socket connectBySocks() throws IOException {
    return BulkPort.greeted(BulkPort.bySocks(socksPort, behind.port()));
  }

  @Override
  public void close() {
    client.close();
  }
}
