package org.sshlite.tests.link;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.transfer.Samples;
import org.sshlite.tests.transfer.Transfer.Way;

/**
 * Many channels at once on one connection of our library to our server, without a delay: whether
 * they share it equally, and what they move together beside one channel alone.
 */
final class ManyChannels implements AutoCloseable {
  private static final int CHANNELS = 100;
  private static final double FAIRNESS_GOAL = 0.99;

  /** Of what one channel alone moves. */
  private static final double TOTAL_GOAL = 0.8;

  private final Timing timing;
  private final LiteServer server;
  private final Map<Way, Samples> alone = new EnumMap<>(Way.class);
  private final Map<Way, Samples> together = new EnumMap<>(Way.class);
  private final Map<Way, List<Double>> fairness = new EnumMap<>(Way.class);

  ManyChannels(Scratch scratch, Timing timing) throws IOException {
    this.timing = timing;
    this.server = LiteServer.start(scratch.newFolder(), "MaxSessions " + CHANNELS);
    for (Way way : Way.values()) {
      alone.put(way, new Samples());
      together.put(way, new Samples());
      fairness.put(way, new ArrayList<>());
    }
  }

  void round() throws IOException, InterruptedException {
    for (Way way : Way.values()) {
      add(alone.get(way), measure(way, 1));
      Timing.Moved moved = measure(way, CHANNELS);
      add(together.get(way), moved);
      fairness.get(way).add(moved.fairness());
    }
  }

  private Timing.Moved measure(Way way, int channels) throws IOException, InterruptedException {
    Target target = server.target();
    ClientOptions options =
        OurLibrary.options(
            TransportOptions.defaults(), target.identity().file(), target.knownHosts());
    try (SshClient client = SshClient.create(options);
        ClientSession session = client.connect(OurLibrary.destination(target))) {
      ChannelLoad load = new ChannelLoad(session, way, channels);
      Timing.Moved moved = timing.measure(load::bytes);
      System.err.printf(
          "%s, channels: %d: %.1f MB/s%n",
          way.name().toLowerCase(Locale.ROOT), channels, moved.total() * 1e3 / moved.nanoseconds());
      return moved;
    }
  }

  private static void add(Samples samples, Timing.Moved moved) {
    samples.add(moved.total(), moved.nanoseconds(), Double.NaN, Double.NaN);
  }

  void report() {
    for (Way way : Way.values()) {
      System.out.printf(
          "%n%s, %d channels of one connection, ssh-lite with sshd-lite: MB/s in all%n",
          way.name().toLowerCase(Locale.ROOT), CHANNELS);
      report("one channel alone", alone.get(way));
      report("all together", together.get(way));
      System.out.printf(
          "  %.2f of one alone, goal %.1f; Jain's index of fairness %.4f at least, goal %.2f%n",
          together.get(way).median() / alone.get(way).median(),
          TOTAL_GOAL,
          fairness.get(way).stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
          FAIRNESS_GOAL);
    }
  }

  private static void report(String title, Samples samples) {
    System.out.printf(
        "  %-24s median %6.1f  least %6.1f  most %6.1f%n",
        title, samples.median(), samples.least(), samples.most());
  }

  @Override
  public void close() {
    server.close();
  }
}
