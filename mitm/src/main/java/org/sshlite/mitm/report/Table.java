package org.sshlite.mitm.report;

import java.util.List;
import java.util.Map;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;

/** Findings as text for a terminal. */
public final class Table {
  private static final int LINE_WIDTH = 200;

  private Table() {}

  /** One line. */
  public static String line(Finding finding) {
    String line =
        "%-14s %-42s %s"
            .formatted(finding.verdictText(), finding.entry().label(), explanation(finding));
    return line.length() > LINE_WIDTH ? line.substring(0, LINE_WIDTH - 1) + "…" : line;
  }

  /** What leaked, or what the client said, or why it does not apply. */
  static String explanation(Finding finding) {
    String said = finding.lastWords();
    if (finding.verdict() == Verdict.NOTICED && !said.isEmpty()) {
      return finding.reason().isEmpty() ? said : said + "  [" + finding.reason() + "]";
    }
    return finding.reason();
  }

  /** Counts by group, and the names of what was fooled or has no limit. */
  public static String summary(Report report) {
    StringBuilder out = new StringBuilder("\n");
    row(out, "", text(report, Verdict.NOTICED), text(report, Verdict.FOOLED), "no limit", "n/a");
    for (Map.Entry<String, List<Finding>> group : report.byGroup().entrySet()) {
      Report part = report.of(group.getValue());
      counts(out, group.getKey(), part);
    }
    counts(out, "all", report);
    name(out, report, Verdict.FOOLED);
    name(out, report, Verdict.UNBOUNDED);
    if (!report.baseline().verdicts().isEmpty()) {
      compare(out, report);
    }
    return out.toString();
  }

  private static String text(Report report, Verdict verdict) {
    return verdict.text(report.subject());
  }

  private static void compare(StringBuilder out, Report report) {
    long known = report.findings().stream().filter(report.baseline()::knows).count();
    out.append("known from the baseline: %d%n".formatted(known));
    report.failures().forEach(finding -> out.append("new: %s%n".formatted(label(finding))));
    report.baseline().gone(report.findings()).stream()
        .forEach(finding -> out.append("gone: %s%n".formatted(label(finding))));
  }

  private static String label(Finding finding) {
    return finding.entry().label();
  }

  private static void counts(StringBuilder out, String title, Report part) {
    row(
        out,
        title,
        "" + part.count(Verdict.NOTICED),
        "" + part.count(Verdict.FOOLED),
        "" + part.count(Verdict.UNBOUNDED),
        "" + part.count(Verdict.NOT_APPLICABLE));
  }

  private static void row(StringBuilder out, String... cells) {
    out.append("%-22s %8s %8s %8s %8s%n".formatted((Object[]) cells));
  }

  private static void name(StringBuilder out, Report report, Verdict verdict) {
    report.findings().stream()
        .filter(finding -> finding.verdict() == verdict)
        .forEach(finding -> out.append(line(finding)).append(System.lineSeparator()));
  }
}
