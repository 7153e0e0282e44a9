package org.sshlite.tests.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Writes without end to whoever is there, once it is told to, and counts what was taken. */
final class Flood {
  private static final int PIECE = 64 * 1024;

  private final CountDownLatch gate;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger running = new AtomicInteger();

  /**
   * @param gate nothing is written before it opens
   */
  Flood(CountDownLatch gate) {
    this.gate = gate;
  }

  /** Bytes. */
  long taken() {
    return taken.get();
  }

  /** Of what was taken by other means. */
  void took(long bytes) {
    taken.addAndGet(bytes);
  }

  /** Whether nobody is written to any more. */
  boolean isOver() {
    return running.get() == 0;
  }

  /** Until it fails. */
  void over(OutputStream out) {
    running.incrementAndGet();
    byte[] much = new byte[PIECE];
    try (out) {
      gate.await();
      while (true) {
        out.write(much);
        taken.addAndGet(much.length);
      }
    } catch (IOException | InterruptedException _) {
      return; // he is gone
    } finally {
      running.decrementAndGet();
    }
  }

  private void over(SocketChannel socket) {
    Thread.ofVirtual().start(() -> over(Channels.newOutputStream(socket)));
  }

  /** Over each connection that is made to where this listens. */
  ServerSocketChannel at(UnixDomainSocketAddress address) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return at(listening.bind(address));
  }

  /** The same. */
  ServerSocketChannel at(ServerSocketChannel listening) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  over(listening.accept());
                }
              } catch (IOException _) {
                return; // closed
              }
            });
    return listening;
  }

  /** Over a connection that it makes. */
  void to(SocketAddress address) throws IOException {
    over(SocketChannel.open(address));
  }
}
