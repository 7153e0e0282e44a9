package org.sshlite.mitm.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sshlite.mitm.catalogue.Attack;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.end.ServerEnd;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.PacketLink;

/** A server on a free loopback port that does one manipulation to whoever connects. */
public final class BenchServer implements AutoCloseable {
  /** How long a socket is read after the end, so that our last words are not lost to a reset. */
  private static final int LINGER_MILLISECONDS = 1000;

  private final ServerSocket listening;
  private final Scene scene;
  private final Manipulation manipulation;
  private final Evidence evidence;
  private final Duration patience;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * @param patience for a client that says nothing
   */
  public BenchServer(Scene scene, Manipulation manipulation, Evidence evidence, Duration patience)
      throws IOException {
    this.scene = scene;
    this.manipulation = manipulation;
    this.evidence = evidence;
    this.patience = patience;
    this.listening = new ServerSocket(0, 0, InetAddress.getByName(Room.HOST));
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
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
    Attack attack = manipulation.attack();
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.toMillis());
      PacketLink link =
          new PacketLink(
              new BufferedInputStream(socket.getInputStream()),
              socket.getOutputStream(),
              Direction.TO_CLIENT,
              attack.alteration(),
              evidence);
      new ServerEnd(link, attack.conduct(), scene, evidence).run();
      socket.shutdownOutput();
      socket.setSoTimeout(LINGER_MILLISECONDS);
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      return; // the client is gone
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
