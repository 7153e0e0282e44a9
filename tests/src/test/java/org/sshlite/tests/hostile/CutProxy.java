package org.sshlite.tests.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes the bytes of one connection, and hangs up on both sides as soon as so many have gone one
 * way. For each side that is a peer that hangs up.
 */
final class CutProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final ServerSocket listening;
  private final Budget toServer;
  private final Budget toClient;

  /**
   * @param toServer bytes that the server gets, at most
   * @param toClient bytes that the client gets, at most
   */
  CutProxy(InetSocketAddress server, long toServer, long toClient) {
    this.server = server;
    this.toServer = new Budget(toServer);
    this.toClient = new Budget(toClient);
    try {
      listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  private record Budget(long bytes, AtomicLong used) {
    Budget(long bytes) {
      this(bytes, new AtomicLong());
    }

    /** How many of so many may pass. */
    int take(int wanted) {
      long before = used.getAndAdd(wanted);
      return Math.clamp(bytes - before, 0, wanted);
    }

    boolean isSpent() {
      return used.get() >= bytes;
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /** Bytes that have gone to the server, and would have. */
  long sentToServer() {
    return toServer.used().get();
  }

  long sentToClient() {
    return toClient.used().get();
  }

  private void serve() {
    try (Socket client = listening.accept();
        Socket upstream = new Socket(server.getAddress(), server.getPort())) {
      Thread up = Thread.ofVirtual().start(() -> pass(client, upstream, toServer));
      Thread down = Thread.ofVirtual().start(() -> pass(upstream, client, toClient));
      up.join();
      down.join();
    } catch (IOException | InterruptedException _) {
      return; // closed before anyone came
    }
  }

  private static void pass(Socket from, Socket to, Budget budget) {
    byte[] buffer = new byte[4096];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (!budget.isSpent()) {
        int count = in.read(buffer);
        if (count < 0) {
          return;
        }
        out.write(buffer, 0, budget.take(count));
      }
    } catch (IOException _) {
      return; // one side has hung up, or the other thread did
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
