package org.sshlite.tests.link;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.transfer.Contender;
import org.sshlite.tests.transfer.Transfer.Way;

/**
 * Whole programs that move bulk data over a way which delays every byte by half a round trip. What
 * comes out of that way is counted: a few bytes more than the data, which no ratio here shows.
 *
 * <p>What each is to reach is a multiple of what a window of 2 MiB allows. Where that window is
 * OpenSSH's own nobody can do more: our programs that send to it are left out.
 */
final class LongWay implements AutoCloseable {
  private static final List<Duration> ROUND_TRIPS =
      List.of(Duration.ofMillis(100), Duration.ofMillis(200));

  /** What OpenSSH, MINA SSHD and Go offer and keep to. */
  private static final int USUAL_WINDOW = 2 * 1024 * 1024;

  /** Bytes under way in each direction: twice the largest window in use. */
  private static final int CAPACITY = 128 * 1024 * 1024;

  /** One that no side spends much on. */
  private static final String CIPHER = "aes128-gcm@openssh.com";

  private static final String MULTIPLE = "× what a 2 MiB window allows";

  private final Timing timing;
  private final Map<Contender, Server> servers = new EnumMap<>(Contender.class);
  private final Map<Row, Figures> rows = new LinkedHashMap<>();

  private record Row(Duration roundTrip, Way way, Contender contender) {
    /** Our window decides, or everybody's is OpenSSH's. */
    boolean isTelling() {
      boolean toUs = way == Way.UPLOAD ? contender.isOurServer() : contender.isOurClient();
      return toUs || contender == Contender.SSH_WITH_SSHD;
    }

    String title() {
      return "%s, round trip of %d ms"
          .formatted(way.name().toLowerCase(Locale.ROOT), roundTrip.toMillis());
    }

    @Override
    public String toString() {
      return "%s, %s".formatted(title(), contender.title());
    }

    /** Megabytes (10⁶ bytes) a second. */
    double usual() {
      return USUAL_WINDOW / 1e3 / roundTrip.toMillis();
    }

    Optional<Wanted> wanted() {
      return switch (contender) {
        case SSH_LITE_WITH_SSHD_LITE -> Optional.of(Wanted.atLeast(10, MULTIPLE));
        case SSH_WITH_SSHD_LITE -> Optional.of(Wanted.atLeast(5, MULTIPLE));
        case SSH_LITE_WITH_SSHD, SSH_WITH_SSHD -> Optional.empty();
      };
    }
  }

  LongWay(Scratch scratch, Timing timing) throws IOException {
    this.timing = timing;
    for (Contender contender : Contender.values()) {
      servers.put(contender, contender.start(scratch.newFolder()));
    }
  }

  void round() throws InterruptedException {
    for (Duration roundTrip : ROUND_TRIPS) {
      for (Way way : Way.values()) {
        for (Contender contender : Contender.values()) {
          Row row = new Row(roundTrip, way, contender);
          if (row.isTelling()) {
            measure(row);
          }
        }
      }
    }
  }

  private void measure(Row row) throws InterruptedException {
    Target target = servers.get(row.contender()).target();
    try (DelayingProxy proxy = new DelayingProxy(target.address(), row.roundTrip(), CAPACITY);
        Running client = client(row, target.withPort(proxy.port()))) {
      DelayLine line = proxy.line(row.way());
      Timing.Moved moved = timing.measure(() -> new long[] {line.delivered()});
      if (!client.isAlive()) {
        throw new IllegalStateException(row + ": " + client.errors());
      }
      rows.computeIfAbsent(row, _ -> new Figures()).add(moved.rate());
      System.err.printf("%s: %.1f MB/s%n", row, moved.rate());
    }
  }

  private static Running client(Row row, Target target) {
    Program program =
        Login.to(target)
            .cipher(CIPHER)
            .command(ChannelLoad.command(row.way()))
            .by(row.contender().client())
            .output(Path.of("/dev/null"));
    return row.way() == Way.UPLOAD ? program.input(Path.of("/dev/zero")).start() : program.start();
  }

  void report(Goals goals, String how) throws IOException {
    String title = "";
    for (Map.Entry<Row, Figures> entry : rows.entrySet()) {
      Row row = entry.getKey();
      Figures rates = entry.getValue();
      if (!row.title().equals(title)) {
        title = row.title();
        System.out.printf("%n%s: MB/s, and times what a window of 2 MiB allows%n", title);
      }
      System.out.printf(
          "  %-24s %s  %5.2f%n",
          row.contender().title(), rates.columns("%6.1f"), rates.median() / row.usual());
      if (row.wanted().isPresent()) {
        goals.add(
            "bulk " + row,
            row.wanted().get(),
            Measured.ratio(rates, Figures.of(row.usual()), "MB/s"),
            how);
      }
    }
  }

  @Override
  public void close() {
    servers.values().forEach(Server::close);
  }
}
