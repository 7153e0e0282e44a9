package org.sshlite.mitm.report;

import java.util.ArrayList;
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
    StringBuilder out = new StringBuilder();
    write(out, top, "\n");
    return out.append('\n').toString();
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

  private static void write(StringBuilder out, Object value, String newline) {
    switch (value) {
      case Map<?, ?> map -> {
        List<String> entries = new ArrayList<>();
        map.forEach((key, of) -> entries.add(quote("" + key) + ": " + text(of, newline + "  ")));
        block(out, '{', entries, '}', newline);
      }
      case List<?> list ->
          block(out, '[', list.stream().map(of -> text(of, newline + "  ")).toList(), ']', newline);
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> out.append(quote(value.toString()));
    }
  }

  private static String text(Object value, String newline) {
    StringBuilder out = new StringBuilder();
    write(out, value, newline);
    return out.toString();
  }

  private static void block(
      StringBuilder out, char open, List<String> entries, char close, String newline) {
    out.append(open);
    if (!entries.isEmpty()) {
      String inner = newline + "  ";
      out.append(inner).append(String.join("," + inner, entries)).append(newline);
    }
    out.append(close);
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                  if (c < 0x20) {
                    out.append("\\u%04x".formatted(c));
                  } else {
                    out.append((char) c);
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
