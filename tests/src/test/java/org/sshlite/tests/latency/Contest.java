package org.sshlite.tests.latency;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;

/**
 * One server of each contender that is installed. They are measured in turn within each round, so
 * that what else the machine does falls on all of them. A first round is not counted: it makes them
 * warm.
 */
final class Contest implements AutoCloseable {
  private final Map<Contender, Server> servers = new EnumMap<>(Contender.class);
  private final int rounds;

  /** Measures one contender once. */
  interface Measurement {
    void run(Contender contender, Server server, boolean counts) throws IOException;
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
  void inTurn(Set<Contender> some, Measurement measurement) throws IOException {
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<Contender, Server> each : servers.entrySet()) {
        if (some.contains(each.getKey())) {
          try {
            measurement.run(each.getKey(), each.getValue(), round >= 0);
          } catch (IOException e) {
            throw new IOException(
                "%s: %s%n%s"
                    .formatted(each.getKey().title(), e.getMessage(), each.getValue().log()),
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
