package org.sshlite.mitm.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;

/**
 * What a run of the bench found.
 *
 * @param title names the client
 * @param command as the user gave it, placeholders unfilled
 */
public record Report(String title, List<String> command, Instant begin, List<Finding> findings) {
  public Report {
    command = List.copyOf(command);
    findings = List.copyOf(findings);
  }

  public long count(Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  /** The findings by the groups of the catalogue, in its order. */
  public Map<String, List<Finding>> byGroup() {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : findings) {
      groups
          .computeIfAbsent(finding.manipulation().about().group(), _ -> new ArrayList<>())
          .add(finding);
    }
    return groups;
  }
}
