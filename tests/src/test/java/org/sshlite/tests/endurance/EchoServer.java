package org.sshlite.tests.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.sshlite.protocol.forward.Target;

/** What forwards lead to: sends back what comes. */
final class EchoServer implements AutoCloseable {
  private final ServerSocket socket;

  EchoServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::accept);
  }

  Target target() {
    return new Target.Tcp(socket.getInetAddress().getHostAddress(), socket.getLocalPort());
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket visitor = socket.accept();
        Thread.ofVirtual().start(() -> serve(visitor));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void serve(Socket visitor) {
    try (visitor) {
      visitor.getInputStream().transferTo(visitor.getOutputStream());
    } catch (IOException _) {
      return; // they have left
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
