package org.sshlite.mitm.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.sshlite.client.ClientSession;
import org.sshlite.client.HostReport;
import org.sshlite.client.Route;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.Destination;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.knownhosts.Explanation;

/**
 * Looks once at each host by each way: connects up to the host key, and goes. Nobody is asked,
 * nothing is learned, no login is tried but at jump hosts.
 */
public final class Lookout {
  /** The way without a jump host. */
  public static final String DIRECT = "direct";

  private final SshClient client;
  private final List<Destination> jumps;
  private final Duration limit;
  private final int jobs;

  /**
   * @param jumps hosts to look through, besides the direct way
   * @param limit for each look and each login at a jump host: who hangs is given up
   * @param jobs how many at a time
   */
  public Lookout(SshClient client, List<Destination> jumps, Duration limit, int jobs) {
    this.client = client;
    this.jumps = List.copyOf(jumps);
    this.limit = limit;
    this.jobs = jobs;
  }

  /** One round, in the order of the hosts. */
  public List<Sight> look(List<Destination> hosts) throws InterruptedException {
    Semaphore room = new Semaphore(jobs);
    List<Future<Sight>> looks = new ArrayList<>();
    List<ClientSession> open = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Destination host : hosts) {
        looks.add(threads.submit(() -> look(room, host, DIRECT, new Route.Direct())));
      }
      for (Destination jump : jumps) {
        String way = jump.asJump();
        try {
          ClientSession session = within(client.connectAsync(jump));
          open.add(session);
          for (Destination host : hosts) {
            looks.add(threads.submit(() -> look(room, host, way, new Route.Jump(session))));
          }
        } catch (IOException e) {
          looks.add(CompletableFuture.completedFuture(unreachable(jump.asJump(), way, e)));
        }
      }
      return byHost(looks);
    } finally {
      open.forEach(ClientSession::closeAsync);
    }
  }

  private static List<Sight> byHost(List<Future<Sight>> looks) throws InterruptedException {
    Map<String, List<Sight>> hosts = new LinkedHashMap<>();
    for (Future<Sight> look : looks) {
      try {
        Sight sight = look.get();
        hosts.computeIfAbsent(sight.host(), _ -> new ArrayList<>()).add(sight);
      } catch (ExecutionException e) {
        throw new AssertionError(e);
      }
    }
    hosts.values().forEach(sights -> compare(sights).ifPresent(sights::add));
    return hosts.values().stream().flatMap(Collection::stream).toList();
  }

  /** Whoever sits on one way is not on the other. */
  static Optional<Sight> compare(List<Sight> sights) {
    List<Sight> seen = sights.stream().filter(sight -> !sight.fingerprint().isEmpty()).toList();
    for (Sight sight : seen) {
      boolean differs =
          seen.stream()
              .anyMatch(
                  other ->
                      other.keyType().equals(sight.keyType())
                          && !other.fingerprint().equals(sight.fingerprint()));
      if (differs) {
        String words =
            seen.stream()
                .map(one -> one.way() + ": " + one.fingerprint())
                .collect(Collectors.joining(", "));
        return Optional.of(
            new Sight(sight.host(), "", State.DIFFERS_BY_WAY, sight.keyType(), "", words));
      }
    }
    return Optional.empty();
  }

  private Sight look(Semaphore room, Destination host, String way, Route route)
      throws InterruptedException {
    room.acquire();
    try {
      HostReport report = within(client.explainAsync(host, route));
      return new Sight(
          host.asJump(),
          way,
          State.of(report),
          report.hostKey().type(),
          report.hostKey().fingerprint(),
          report.obstacle().orElseGet(() -> Explanation.of(report.verdict()).headline()));
    } catch (IOException e) {
      return unreachable(host.asJump(), way, e);
    } finally {
      room.release();
    }
  }

  private static Sight unreachable(String host, String way, IOException e) {
    return new Sight(
        host, way, State.UNREACHABLE, "", "", Printable.line(String.valueOf(e.getMessage())));
  }

  private <T> T within(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new IOException("no answer in " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }
}
