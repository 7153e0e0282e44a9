package org.sshlite.sshd.main;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionFigures;

/**
 * Those who have logged in, so that where the heap is full it can be said who fills it. Any thread.
 */
final class HeapUsers {
  /** Less is nobody's doing. */
  private static final int LEAST_TOLD = 1024 * 1024;

  private static final int MEBIBYTE = 1024 * 1024;

  /** For all answers: a loop may have much to do just then. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private final Map<Object, Served> served = new ConcurrentHashMap<>();

  /**
   * @param from {@code 192.0.2.7 port 4711}
   */
  private record Served(Connection connection, String user, String from) {}

  private record Asked(Served who, CompletableFuture<ConnectionFigures> figures) {}

  /** What one user's connections keep. */
  private static final class Kept {
    private long bytes;
    private int connections;
    private int channels;
    private long largest = -1;
    private String from = "";

    void add(Served one, ConnectionFigures figures) {
      bytes += figures.held();
      connections++;
      channels += figures.channels().size();
      if (figures.held() > largest) {
        largest = figures.held();
        from = one.from();
      }
    }
  }

  /**
   * @param key by which it is taken away
   * @param user as all texts, safe to print
   */
  void add(Object key, Connection connection, String user, String from) {
    served.put(key, new Served(connection, user, from));
  }

  void remove(Object key) {
    served.remove(key);
  }

  /** Whose connections keep most, for the log; empty where that is little. Waits for the loops. */
  Optional<String> most() throws InterruptedException {
    List<Asked> asked = new ArrayList<>();
    served.values().forEach(each -> asked.add(new Asked(each, each.connection().figures())));
    long end = System.nanoTime() + PATIENCE;
    Map<String, Kept> users = new HashMap<>();
    for (Asked each : asked) {
      try {
        ConnectionFigures figures =
            each.figures().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        users.computeIfAbsent(each.who().user(), _ -> new Kept()).add(each.who(), figures);
      } catch (ExecutionException | TimeoutException _) {
        continue; // it is over, or nobody knows
      }
    }
    return users.entrySet().stream()
        .max(Comparator.comparingLong(each -> each.getValue().bytes))
        .filter(each -> each.getValue().bytes >= LEAST_TOLD)
        .map(each -> line(each.getKey(), each.getValue()));
  }

  private static String line(String user, Kept kept) {
    return "Most of what waits is of user %s: %d MiB in %d connections with %d channels, the largest from %s"
        .formatted(user, kept.bytes / MEBIBYTE, kept.connections, kept.channels, kept.from);
  }
}
