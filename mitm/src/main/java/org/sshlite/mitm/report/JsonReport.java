package org.sshlite.mitm.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.Subject;

/**
 * Findings as JSON, RFC 8259. A schema lies beside this class, {@code mitm-report-1.schema.json};
 * its number changes when a member goes or means something else, not when one comes.
 */
public final class JsonReport {
  static final String SCHEMA = "ssh-lite-mitm-report/1";

  private JsonReport() {}

  public static String of(Report report) {
    Subject subject = report.subject();
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.key(subject), report.count(verdict));
    }
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("schema", SCHEMA);
    top.put("bench", report.versions().bench());
    top.put(subject.text(), report.title());
    top.put(subject.text() + "Identification", report.versions().peer());
    top.put("command", report.command());
    top.put("begin", report.begin().toString());
    top.put("counts", counts);
    top.put("failures", report.failures().size());
    top.put("gone", names(report.baseline().gone(report.findings())));
    top.put(
        "findings", report.findings().stream().map(finding -> finding(report, finding)).toList());
    return Json.pretty(top);
  }

  private static List<String> names(List<Finding> findings) {
    return findings.stream().map(finding -> finding.entry().label()).toList();
  }

  private static Map<String, Object> finding(Report report, Finding finding) {
    About about = finding.entry().about();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", about.name());
    fields.put("group", about.group());
    fields.put("verdict", finding.verdict().key(finding.entry().subject()));
    fields.put("severity", finding.severity().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    fields.put("known", report.baseline().knows(finding));
    fields.put("reason", finding.reason());
    fields.put(finding.entry().subject().text() + "Said", finding.said());
    fields.put("milliseconds", finding.time().toMillis());
    fields.put("attacker", finding.entry().attacker());
    fields.put("knowledge", finding.entry().premise());
    fields.put("does", about.does());
    fields.put("breaks", about.breaks());
    fields.put("demand", about.demand());
    return fields;
  }
}
