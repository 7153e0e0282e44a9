package org.sshlite.tests.link;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.transfer.Transfer.Way;

/**
 * Many channels at once on one connection of our library to our server, without a delay: whether
 * they share it equally, and what they move together beside one channel alone.
 */
final class ManyChannels implements AutoCloseable {
  private static final int CHANNELS = 100;
  private static final Wanted FAIRNESS = Wanted.above(0.99, "");
  private static final Wanted TOTAL = Wanted.atLeast(0.8, "× one alone's");

  private final Timing timing;
  private final LiteServer server;
  private final Map<Way, Figures> alone = new EnumMap<>(Way.class);
  private final Map<Way, Figures> together = new EnumMap<>(Way.class);
  private final Map<Way, Figures> fairness = new EnumMap<>(Way.class);

  ManyChannels(Scratch scratch, Timing timing) throws IOException {
    this.timing = timing;
    this.server = LiteServer.start(scratch.newFolder(), "MaxSessions " + CHANNELS);
    for (Way way : Way.values()) {
      alone.put(way, new Figures());
      together.put(way, new Figures());
      fairness.put(way, new Figures());
    }
  }

  void round() throws IOException, InterruptedException {
    for (Way way : Way.values()) {
      alone.get(way).add(measure(way, 1).rate());
      Timing.Moved moved = measure(way, CHANNELS);
      together.get(way).add(moved.rate());
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
          way.name().toLowerCase(Locale.ROOT), channels, moved.rate());
      return moved;
    }
  }

  void report(Goals goals, String how) throws IOException {
    for (Way way : Way.values()) {
      String title =
          "%s, %d channels of one connection"
              .formatted(way.name().toLowerCase(Locale.ROOT), CHANNELS);
      Figures one = alone.get(way);
      Figures all = together.get(way);
      System.out.printf("%n%s, ssh-lite with sshd-lite: MB/s in all%n", title);
      report("one channel alone", one);
      report("all together", all);
      goals.add("bulk " + title + ", in all", TOTAL, Measured.ratio(all, one, "MB/s"), how);
      goals.add(
          "bulk " + title + ", Jain's index",
          FAIRNESS,
          Measured.least(fairness.get(way), ""),
          how + ", least");
    }
  }

  private static void report(String title, Figures rates) {
    System.out.printf("  %-24s %s%n", title, rates.columns("%6.1f"));
  }

  @Override
  public void close() {
    server.close();
  }
}
