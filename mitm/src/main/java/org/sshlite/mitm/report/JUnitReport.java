package org.sshlite.mitm.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;

/**
 * Findings as the XML that build servers read: a suite for each group, a test for each
 * manipulation. FOOLED is a failure, no limit an error, not applicable a skipped test; what a
 * baseline knows passes. Failures and errors are what the exit status goes by.
 */
public final class JUnitReport {
  private JUnitReport() {}

  public static String of(Report report) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"%s\"".formatted(Markup.escape(report.title())));
    counts(out, report);
    for (Map.Entry<String, List<Finding>> group : report.byGroup().entrySet()) {
      Report part = report.of(group.getValue());
      out.append("  <testsuite name=\"%s\"".formatted(Markup.escape(group.getKey())));
      counts(out, part);
      part.findings().forEach(finding -> test(out, report, finding));
      out.append("  </testsuite>\n");
    }
    return out.append("</testsuites>\n").toString();
  }

  private static void counts(StringBuilder out, Report part) {
    Duration time =
        part.findings().stream().map(Finding::time).reduce(Duration.ZERO, Duration::plus);
    out.append(
        " tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%s\">%n"
            .formatted(
                part.findings().size(),
                failures(part, Verdict.FOOLED),
                failures(part, Verdict.UNBOUNDED),
                part.count(Verdict.NOT_APPLICABLE),
                seconds(time)));
  }

  private static long failures(Report part, Verdict verdict) {
    return part.failures().stream().filter(finding -> finding.verdict() == verdict).count();
  }

  private static void test(StringBuilder out, Report report, Finding finding) {
    out.append(
        "    <testcase classname=\"%s\" name=\"%s\" time=\"%s\">%n"
            .formatted(
                Markup.escape(report.title()),
                Markup.escape(finding.entry().label()),
                seconds(finding.time())));
    String element =
        switch (finding.verdict()) {
          case FOOLED -> "failure";
          case UNBOUNDED -> "error";
          case NOT_APPLICABLE -> "skipped";
          case NOTICED -> "";
        };
    if (report.baseline().knows(finding)) {
      out.append(
          "      <system-out>known: %s</system-out>%n".formatted(Markup.escape(finding.reason())));
    } else if (report.fails(finding)) {
      out.append(
          "      <%s type=\"%s\" message=\"%s\"/>%n"
              .formatted(element, finding.severity().text(), Markup.escape(finding.reason())));
    } else if (!element.isEmpty()) {
      out.append(
          "      <%s message=\"%s\"/>%n".formatted(element, Markup.escape(finding.reason())));
    }
    if (!finding.said().isEmpty()) {
      out.append("      <system-err>%s</system-err>%n".formatted(Markup.escape(finding.said())));
    }
    out.append("    </testcase>\n");
  }

  private static String seconds(Duration time) {
    return "%d.%03d".formatted(time.toSeconds(), time.toMillisPart());
  }
}
