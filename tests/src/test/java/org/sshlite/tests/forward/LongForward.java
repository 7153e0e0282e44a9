package org.sshlite.tests.forward;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.link.DelayingProxy;
import org.sshlite.tests.link.Timing;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.transfer.Transfer.Way;

/**
 * One stream through {@code -L} of our pair, with a round trip of 100 ms between them. What comes
 * out of that way is counted: a few bytes more than the data.
 */
final class LongForward {
  private static final Duration ROUND_TRIP = Duration.ofMillis(100);

  /** What OpenSSH offers and keeps to. */
  private static final int USUAL_WINDOW = 2 * 1024 * 1024;

  /** Bytes under way in each direction: twice the largest window in use. */
  private static final int CAPACITY = 128 * 1024 * 1024;

  private final Timing timing;
  private final Map<Way, Figures> rates = new EnumMap<>(Way.class);

  LongForward(Timing timing) {
    this.timing = timing;
  }

  void run(Path folder, int rounds) throws IOException {
    try (LiteServer server = LiteServer.start(folder)) {
      for (int round = 0; round < rounds; round++) {
        for (Way way : Way.values()) {
          try (DelayingProxy proxy =
                  new DelayingProxy(server.target().address(), ROUND_TRIP, CAPACITY);
              BulkPort target = new BulkPort();
              Tunnel tunnel =
                  Tunnel.of(Client.SSH_LITE, server.target().withPort(proxy.port()), target)) {
            measure(way, proxy, tunnel);
          }
        }
      }
    }
  }

  private void measure(Way way, DelayingProxy proxy, Tunnel tunnel) throws IOException {
    try (Socket endless = tunnel.connect()) {
      Thread mover = Thread.ofPlatform().daemon().start(() -> move(way, endless));
      double rate = timing.measure(() -> new long[] {proxy.delivered(way)}).rate();
      if (!mover.isAlive()) {
        throw new IOException("the stream has ended early");
      }
      rates.computeIfAbsent(way, _ -> new Figures()).add(rate);
      System.out.printf("OURS     over 100 ms %s %.0f MB/s%n", name(way), rate);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void move(Way way, Socket endless) {
    try {
      if (way == Way.UPLOAD) {
        BulkPort.send(endless, Long.MAX_VALUE);
      } else {
        BulkPort.receive(endless, Long.MAX_VALUE);
      }
    } catch (IOException _) {
      return; // that was enough
    }
  }

  private static String name(Way way) {
    return way == Way.UPLOAD ? "up" : "down";
  }

  void report(Goals goals, String how) throws IOException {
    for (Map.Entry<Way, Figures> row : rates.entrySet()) {
      goals.add(
          "-L over 100 ms, one stream " + name(row.getKey()),
          Wanted.atLeast(10, "× what a 2 MiB window allows"),
          Measured.ratio(
              row.getValue(), Figures.of(USUAL_WINDOW / 1e3 / ROUND_TRIP.toMillis()), "MB/s"),
          how);
    }
  }
}
