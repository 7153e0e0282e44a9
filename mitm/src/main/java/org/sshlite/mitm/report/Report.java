package org.sshlite.mitm.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.catalogue.Subject;

/**
 * What a run of the bench found.
 *
 * @param title names who was tried
 * @param command as the user gave it, placeholders unfilled
 * @param baseline what was known before
 */
public record Report(
    String title,
    List<String> command,
    Instant begin,
    Versions versions,
    Baseline baseline,
    List<Finding> findings) {
  public Report {
    command = List.copyOf(command);
    findings = List.copyOf(findings);
  }

  /** Whom a run is about; there is no run without a finding. */
  public Subject subject() {
    return findings.getFirst().entry().subject();
  }

  /** The same of some of the findings. */
  Report of(List<Finding> some) {
    return new Report(title, command, begin, versions, baseline, some);
  }

  /** Whether a pipeline fails by it: what exit status, JUnit and JSON say. */
  public boolean fails(Finding finding) {
    return finding.fails() && !baseline.knows(finding);
  }

  /** What a pipeline fails by; empty for success. */
  public List<Finding> failures() {
    return findings.stream().filter(this::fails).toList();
  }

  public long count(Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  /** The findings by the groups of the catalogue, in its order. */
  public Map<String, List<Finding>> byGroup() {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : findings) {
      groups.computeIfAbsent(finding.entry().about().group(), _ -> new ArrayList<>()).add(finding);
    }
    return groups;
  }
}
