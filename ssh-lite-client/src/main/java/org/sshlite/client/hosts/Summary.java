package org.sshlite.client.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of it all. One thread. */
final class Summary {
  /** ssh(1) EXIT STATUS: something else than the command failed. */
  private static final int FAILURE = 255;

  private final long start = System.nanoTime();
  private final List<String> hosts;
  private final Map<Kind, List<HostResult>> failures = new EnumMap<>(Kind.class);
  private int succeeded;
  private long worst;

  Summary(List<String> hosts) {
    this.hosts = hosts;
  }

  void add(HostResult result) {
    if (result.kind() == Kind.OK) {
      succeeded++;
      return;
    }
    failures.computeIfAbsent(result.kind(), _ -> new ArrayList<>()).add(result);
    long status = result.kind() == Kind.STATUS ? result.status().orElse(FAILURE) : FAILURE;
    worst = Math.max(worst, Math.min(status, FAILURE));
  }

  int hosts() {
    return hosts.size();
  }

  int succeeded() {
    return succeeded;
  }

  int failed() {
    return failures.values().stream().mapToInt(List::size).sum();
  }

  Duration duration() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Those of a kind in the order of the list. */
  Map<Kind, List<HostResult>> failures() {
    Map<String, Integer> places = new HashMap<>();
    hosts.forEach(host -> places.put(host, places.size()));
    failures
        .values()
        .forEach(each -> each.sort(Comparator.comparing(result -> places.get(result.host()))));
    return failures;
  }

  /** 0 when all hosts did well; 255 when one failed otherwise than by its command's status. */
  int status() {
    return (int) worst;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d hosts in %.1f s: %d succeeded, %d failed",
            hosts.size(),
            duration().toMillis() / 1000.0,
            succeeded,
            failed()));
    failures()
        .forEach(
            (kind, results) -> {
              lines.add("  " + kind.word() + ": " + results.size());
              results.forEach(each -> lines.add("    " + each.host() + ": " + each.message()));
            });
    return lines;
  }
}
