package org.sshlite.mitm.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.wire.Alteration;
import org.sshlite.mitm.wire.Direction;
import org.sshlite.mitm.wire.Negotiation;
import org.sshlite.mitm.wire.Passage;
import org.sshlite.mitm.wire.Unit;

/** Passes on what a client and a server say to each other, altered. */
final class Relay {
  private static final int CONNECT_MILLISECONDS = 10_000;

  private final Socket client;
  private final Alteration alteration;
  private final Evidence evidence;
  private final Negotiation negotiation = new Negotiation();

  Relay(Socket client, Alteration alteration, Evidence evidence) {
    this.client = client;
    this.alteration = alteration;
    this.evidence = evidence;
  }

  /** Until both have hung up. */
  void run(InetSocketAddress target) throws IOException, InterruptedException {
    try (Socket server = new Socket()) {
      server.connect(target, CONNECT_MILLISECONDS);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      Thread up = Thread.ofVirtual().start(() -> pass(client, server, Direction.TO_SERVER));
      pass(server, client, Direction.TO_CLIENT);
      up.join();
    }
  }

  private void pass(Socket from, Socket to, Direction direction) {
    try {
      Framing framing = new Framing(from.getInputStream(), direction, negotiation);
      OutputStream out = to.getOutputStream();
      Optional<Unit> unit = framing.next();
      while (unit.isPresent()) {
        Passage passage = alteration.apply(unit.get(), evidence);
        for (byte[] piece : passage.pieces()) {
          out.write(piece);
        }
        if (passage.cut()) {
          throw new IOException("cut");
        }
        unit = framing.next();
      }
      evidence.refused(direction == Direction.TO_SERVER ? "the client" : "the server", "hangs up");
      to.shutdownOutput();
    } catch (IOException _) {
      // one has hung up, or is cut off: so is the other
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      return; // as good as closed
    }
  }
}
