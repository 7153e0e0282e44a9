package org.sshlite.tests.forward;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port whose server sends back what it got when that has ended: half a close must arrive. */
final class EchoPort implements AutoCloseable {
  private final ServerSocket listening;

  EchoPort() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      socket.getOutputStream().write(in.readAllBytes());
    } catch (IOException _) {
      return; // who sent it sees the end
    }
  }

  /** What comes back from a port for {@code data}; empty where nobody answers. */
  static byte[] echo(int port, byte[] data) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return exchange(socket, data);
    } catch (IOException _) {
      return new byte[0];
    }
  }

  static byte[] exchange(Socket socket, byte[] data) throws IOException {
    Thread sending =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    socket.getOutputStream().write(data);
                    socket.shutdownOutput();
                  } catch (IOException _) {
                    return; // the reader sees it
                  }
                });
    byte[] back = socket.getInputStream().readAllBytes();
    try {
      sending.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return back;
  }

  /** A port that nobody listens at, as far as anybody can know. */
  static int free() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
