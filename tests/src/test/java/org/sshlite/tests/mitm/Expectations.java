package org.sshlite.tests.mitm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sshlite.mitm.bench.Finding;

/**
 * What ssh-lite says to each manipulation, from {@code expected.txt}: the name, and words of which
 * some must be in what it told its user or the bench's server.
 */
record Expectations(Map<String, List<String>> words) {
  static Expectations load() {
    Map<String, List<String>> words = new TreeMap<>();
    try (InputStream in = Expectations.class.getResourceAsStream("expected.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s+", 2))
          .forEach(parts -> words.put(parts[0], Arrays.asList(parts[1].split(" \\| "))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Expectations(words);
  }

  /** What is wrong with a finding; empty if it is as expected. */
  Optional<String> complaint(Finding finding) {
    String seen = finding.reason() + "\n" + finding.said();
    return words.getOrDefault(finding.entry().label(), List.of()).stream().anyMatch(seen::contains)
        ? Optional.empty()
        : Optional.of(finding.entry().label() + "  " + seen);
  }
}
