package org.sshlite.tests.mitm;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Passes packets between a client and a server, changed as an {@link Alteration} says. */
final class PacketProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final boolean lengthsAreReadable;
  private final Supplier<Alteration> alteration;
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * @param alteration makes one for each connection
   */
  PacketProxy(
      InetSocketAddress server, boolean lengthsAreReadable, Supplier<Alteration> alteration) {
    this.server = server;
    this.lengthsAreReadable = lengthsAreReadable;
    this.alteration = alteration;
    try {
      listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
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
        accept(listening.accept());
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void accept(Socket client) throws IOException {
    Socket upstream = new Socket(server.getAddress(), server.getPort());
    client.setTcpNoDelay(true);
    upstream.setTcpNoDelay(true);
    sockets.add(client);
    sockets.add(upstream);
    Alteration change = alteration.get();
    pass(client, upstream, Direction.CLIENT_TO_SERVER, change);
    pass(upstream, client, Direction.SERVER_TO_CLIENT, change);
  }

  private void pass(Socket from, Socket to, Direction direction, Alteration change) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Framing framing = new Framing(from.getInputStream(), direction, lengthsAreReadable);
                pass(framing, to.getOutputStream(), change);
                to.shutdownOutput();
              } catch (IOException _) {
                // one side has hung up: so does the other
                close(from);
                close(to);
              }
            });
  }

  private static void pass(Framing framing, OutputStream out, Alteration change)
      throws IOException {
    for (Optional<Unit> unit = framing.next(); unit.isPresent(); unit = framing.next()) {
      for (byte[] bytes : change.apply(unit.get())) {
        out.write(bytes);
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(PacketProxy::close);
  }
}
