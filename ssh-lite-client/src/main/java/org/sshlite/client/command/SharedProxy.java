package org.sshlite.client.command;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.sharing.MuxClient;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ProxyClient;
import org.sshlite.protocol.thread.Threads;

/**
 * A client of our master that speaks the connection protocol itself: its {@code -O proxy}. The
 * thread that serves it reads, another one writes; none of them is the connection's loop.
 */
final class SharedProxy implements ProxyClient.Downstream {
  /**
   * Bytes that may wait for it. It grants the far end its windows itself, and reads all that comes,
   * so what waits is what the far end sends against them.
   */
  private static final int MOST_WAITING = 64 * 1024 * 1024;

  /** What one more payload takes, be it a byte long. */
  private static final int OVERHEAD = 64;

  private final MuxClient client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // under the lock
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean over;

  SharedProxy(MuxClient client) {
    this.client = client;
  }

  /**
   * Until the client is gone, or the connection is over.
   *
   * @throws IOException that it is
   */
  void run(Connection connection) throws IOException {
    Threads.daemon("mux-proxy", this::write);
    try (ProxyClient proxy = connection.proxy(this)) {
      while (true) {
        proxy.received(client.receivePayload());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  @Override
  public void deliver(byte[] payload) {
    lock.lock();
    try {
      bytes += payload.length + OVERHEAD;
      over |= bytes > MOST_WAITING;
      if (!over) {
        waiting.add(payload);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void end() {
    lock.lock();
    try {
      over = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      byte[] payload;
      while ((payload = next()) != null) {
        client.sendPayload(payload);
      }
    } catch (IOException _) {
      // it is gone
    }
    client.finish(); // who reads from it finds its end
  }

  /** Null when nothing more comes. */
  private byte @Nullable [] next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !over) {
        changed.awaitUninterruptibly();
      }
      byte[] payload = waiting.poll();
      bytes -= payload == null ? 0 : payload.length + OVERHEAD;
      return payload;
    } finally {
      lock.unlock();
    }
  }
}
