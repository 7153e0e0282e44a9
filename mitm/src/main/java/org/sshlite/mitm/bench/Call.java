package org.sshlite.mitm.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sshlite.mitm.end.ClientEnd;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Alteration;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.PacketLink;

/** The connections of one probe, which are cut when its time is over. */
final class Call implements AutoCloseable {
  private final ServerOptions options;
  private final Duration patience;
  private final Evidence evidence;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Thread watch;
  private volatile boolean overdue;

  /**
   * @param patience for a server that says nothing
   */
  Call(ServerOptions options, Duration patience, Evidence evidence) {
    this.options = options;
    this.patience = patience;
    this.evidence = evidence;
    this.watch = Thread.ofVirtual().start(this::cutWhenOverdue);
  }

  ClientEnd dial(Alteration alteration) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.connect(options.address(), (int) patience.toMillis());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) patience.toMillis());
    PacketLink link =
        new PacketLink(
            new BufferedInputStream(socket.getInputStream()),
            socket.getOutputStream(),
            Direction.TO_SERVER,
            alteration,
            evidence);
    return new ClientEnd(link, options.credentials(), evidence, () -> dial(Alteration.none()));
  }

  /** Whether its time was over before it came to an end. */
  boolean isOverdue() {
    return overdue;
  }

  private void cutWhenOverdue() {
    try {
      Thread.sleep(options.limit());
      overdue = true;
      closeAll();
    } catch (InterruptedException _) {
      return; // it has ended in time
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    closeAll();
  }

  private void closeAll() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException _) {
        continue; // it is closed all the same
      }
    }
  }
}
