package org.sshlite.tests.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Passes the bytes of one connection, until so many have gone one way: then the way fails. */
public final class FaultyProxy implements AutoCloseable {
  private static final int PIECE = 4096;

  private final InetSocketAddress server;
  private final ServerSocket listening;
  private final Fault fault;
  private final int piece;
  private final Budget toServer;
  private final Budget toClient;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What happens then. */
  public enum Fault {
    /** Both sides are hung up on: for each a peer that hangs up. */
    HANG_UP,
    /** Both sides are reset. */
    RESET,
    /** What goes this way is passed no more, and nobody is told; the other way is open. */
    STALL,
    /** Nothing is passed any more, and nobody is told: a cable that was pulled. */
    VANISH
  }

  /**
   * @param piece bytes that are passed at once, at most
   * @param toServer bytes that the server gets, at most
   * @param toClient bytes that the client gets, at most
   */
  private FaultyProxy(
      InetSocketAddress server, Fault fault, int piece, long toServer, long toClient) {
    this.server = server;
    this.fault = fault;
    this.piece = piece;
    this.toServer = new Budget(toServer);
    this.toClient = new Budget(toClient);
    try {
      listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread(this::serve);
  }

  /** As many bytes as each side gets at most. */
  public static FaultyProxy to(
      InetSocketAddress server, Fault fault, long toServer, long toClient) {
    return new FaultyProxy(server, fault, PIECE, toServer, toClient);
  }

  /** Passes all, so much at once. */
  public static FaultyProxy passing(InetSocketAddress server, int piece) {
    return new FaultyProxy(server, Fault.HANG_UP, piece, Long.MAX_VALUE, Long.MAX_VALUE);
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

  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /** Bytes that have gone to the server, and would have. */
  public long sentToServer() {
    return toServer.used().get();
  }

  public long sentToClient() {
    return toClient.used().get();
  }

  /** No virtual one: now and then a socket that one reads stays open when another closes it. */
  private static Thread thread(Runnable task) {
    return Thread.ofPlatform().daemon().start(task);
  }

  private void serve() {
    try (Socket client = listening.accept();
        Socket upstream = new Socket(server.getAddress(), server.getPort())) {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(upstream);
      Thread up = thread(() -> pass(client, upstream, toServer));
      Thread down = thread(() -> pass(upstream, client, toClient));
      up.join();
      down.join();
    } catch (IOException | InterruptedException _) {
      return; // closed before anyone came
    }
  }

  private void pass(Socket from, Socket to, Budget budget) {
    byte[] buffer = new byte[piece];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (!isFailed(budget)) {
        int count = in.read(buffer);
        if (count < 0) {
          return;
        }
        if (fault != Fault.VANISH || !isFailed(budget)) {
          out.write(buffer, 0, budget.take(count));
        }
      }
      switch (fault) {
        case HANG_UP -> {}
        case RESET -> {
          from.setSoLinger(true, 0);
          to.setSoLinger(true, 0);
        }
        case STALL, VANISH -> closed.await();
      }
    } catch (IOException | InterruptedException _) {
      return; // one side has hung up, or the other thread did
    }
  }

  private boolean isFailed(Budget budget) {
    return budget.isSpent() || fault == Fault.VANISH && (toServer.isSpent() || toClient.isSpent());
  }

  @Override
  public void close() {
    closed.countDown();
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
