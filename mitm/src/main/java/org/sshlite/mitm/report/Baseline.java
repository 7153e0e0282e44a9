package org.sshlite.mitm.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.catalogue.Subject;

/**
 * Findings that are known already: a pipeline passes with them, and hears of new ones and of those
 * that have gone. A file of it has a line for each, a verdict and a name.
 *
 * @param verdicts by the names of what was tried
 */
public record Baseline(Map<String, Verdict> verdicts) {
  private static final String HEADER = "# ssh-lite-mitm baseline 1";

  /** Nothing is known. */
  public static final Baseline NONE = new Baseline(Map.of());

  public Baseline {
    verdicts = Map.copyOf(verdicts);
  }

  /** What {@code findings} have that a sound client or server has not. */
  public static Baseline of(List<Finding> findings) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    findings.stream()
        .filter(Finding::fails)
        .forEach(finding -> verdicts.put(finding.entry().label(), finding.verdict()));
    return new Baseline(verdicts);
  }

  /**
   * Reads the lines of a file.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException for a line that is none, with file and line
   */
  public static Baseline parse(String name, List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().startsWith(HEADER)) {
      throw new IllegalArgumentException(name + ":1: not a baseline: it begins " + HEADER);
    }
    Map<String, Verdict> verdicts = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("\\s+");
      Optional<Verdict> verdict = words.length == 2 ? verdict(words[0]) : Optional.empty();
      if (verdict.isEmpty()) {
        throw new IllegalArgumentException(
            name + ":" + (i + 1) + ": not a verdict and a name: " + Printable.line(line));
      }
      verdicts.put(words[1], verdict.get());
    }
    return new Baseline(verdicts);
  }

  private static Optional<Verdict> verdict(String word) {
    return switch (word) {
      case "fooled", "accepted" -> Optional.of(Verdict.FOOLED);
      case "unbounded" -> Optional.of(Verdict.UNBOUNDED);
      default -> Optional.empty();
    };
  }

  /** The lines of a file. */
  public String text(Subject subject, String title) {
    StringBuilder out = new StringBuilder(HEADER + "\n# known of: " + Printable.line(title) + "\n");
    new TreeMap<>(verdicts)
        .forEach((name, verdict) -> out.append(verdict.key(subject) + " " + name + "\n"));
    return out.toString();
  }

  /** Whether it was found before, with the same verdict. */
  public boolean knows(Finding finding) {
    return finding.verdict() == verdicts.get(finding.entry().label());
  }

  /** Known ones that were tried now, and came to nothing. */
  public List<Finding> gone(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> verdicts.containsKey(finding.entry().label()))
        .filter(finding -> !finding.fails())
        .toList();
  }
}
