package org.sshlite.mitm.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;

/**
 * Findings as the XML that build servers read: a suite for each group, a test for each
 * manipulation. FOOLED is a failure, no limit an error, not applicable a skipped test.
 */
public final class JUnitReport {
  private JUnitReport() {}

  public static String of(Report report) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"%s\"".formatted(Markup.escape(report.title())));
    counts(out, report);
    for (Map.Entry<String, List<Finding>> group : report.byGroup().entrySet()) {
      Report part = new Report(report.title(), report.command(), report.begin(), group.getValue());
      out.append("  <testsuite name=\"%s\"".formatted(Markup.escape(group.getKey())));
      counts(out, part);
      part.findings().forEach(finding -> test(out, report.title(), finding));
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
                part.count(Verdict.FOOLED),
                part.count(Verdict.UNBOUNDED),
                part.count(Verdict.NOT_APPLICABLE),
                seconds(time)));
  }

  private static void test(StringBuilder out, String client, Finding finding) {
    out.append(
        "    <testcase classname=\"%s\" name=\"%s\" time=\"%s\">%n"
            .formatted(
                Markup.escape(client),
                Markup.escape(finding.manipulation().label()),
                seconds(finding.time())));
    String element =
        switch (finding.verdict()) {
          case FOOLED -> "failure";
          case UNBOUNDED -> "error";
          case NOT_APPLICABLE -> "skipped";
          case NOTICED -> "";
        };
    if (!element.isEmpty()) {
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
