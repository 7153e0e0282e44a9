package org.sshlite.tests.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A socket that does with every connection what it is told to, and no SSH. */
final class RawServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Script script;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** What is done with a connection; it is closed afterwards. */
  interface Script {
    void run(Socket socket) throws IOException;

    /** Sends bytes and hangs up. */
    static Script sending(byte[] bytes) {
      return socket -> {
        socket.getOutputStream().write(bytes);
        hangUp(socket);
      };
    }

    /** Sends bytes, and then nothing until the peer hangs up. */
    static Script sendingAndSilent(byte[] bytes) {
      return socket -> {
        socket.getOutputStream().write(bytes);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      };
    }

    /** Sends the same again and again until the peer hangs up. */
    static Script sendingForEver(byte[] bytes) {
      return socket -> {
        while (true) {
          socket.getOutputStream().write(bytes);
        }
      };
    }

    /** Closes in order: what the peer has sent is read, so that what we sent is not lost. */
    private static void hangUp(Socket socket) throws IOException {
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  RawServer(Script script) {
    this.script = script;
    try {
      listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::acceptAll);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = listening.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.run(socket);
    } catch (IOException _) {
      return; // the peer has had enough
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
