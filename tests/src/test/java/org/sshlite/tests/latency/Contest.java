package org.sshlite.tests.latency;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;

/**
 * One server of each contender that is installed. They are measured in turn within each round, so
 * that what else the machine does falls on all of them. What goes before the first round is not
 * counted: until it was run some ten thousand times, what a JVM runs is still compiled.
 */
final class Contest implements AutoCloseable {
  private final Map<Contender, Server> servers = new EnumMap<>(Contender.class);
  private final int rounds;

  /** Measures one contender once, by doing something {@code count} times. */
  interface Measurement {
    void run(Contender contender, Server server, int count, boolean counts) throws IOException;
  }

  /** How often something is done in a round, and by ours before the first. */
  record Effort(int count, int warmUp) {
    private int before(Contender contender) {
      return contender.isOurs() ? Math.max(count, warmUp) : count;
    }
  }

  private Contest(int rounds) {
    this.rounds = rounds;
  }

  static Contest start(Scratch scratch, int rounds) throws IOException {
    Contest contest = new Contest(rounds);
    try {
      for (Contender contender : Contender.values()) {
        if (contender.isInstalled()) {
          contest.servers.put(contender, contender.start(scratch.newFolder()));
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      contest.close();
      throw e;
    }
    return contest;
  }

  /**
   * @param some those that take part; who is not installed does not
   */
  void inTurn(Set<Contender> some, Effort effort, Measurement measurement) throws IOException {
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<Contender, Server> each : servers.entrySet()) {
        Contender contender = each.getKey();
        if (some.contains(contender)) {
          boolean counts = round >= 0;
          int count = counts ? effort.count() : effort.before(contender);
          try {
            measurement.run(contender, each.getValue(), count, counts);
          } catch (IOException e) {
            throw new IOException(
                "%s: %s%n%s".formatted(contender.title(), e.getMessage(), each.getValue().log()),
                e);
          }
        }
      }
    }
  }

  /** Whether a login with this method of key exchange succeeds. */
  boolean knows(Contender contender, String kex) {
    Server server = servers.get(contender);
    if (server == null) {
      return false;
    }
    try (LoadClient client = LoadClient.to(server.target(), kex)) {
      client.connect().close();
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    servers.values().forEach(Server::close);
  }
}
