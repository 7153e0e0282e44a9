package org.sshlite.mitm.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.Subject;

/** Findings as one HTML page that needs nothing else: no script, no font, no link outside. */
public final class HtmlReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HtmlReport() {}

  public static String of(Report report) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s – %3$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        """
            .formatted(
                Markup.escape(report.title()),
                style(),
                report.subject() == Subject.CLIENT ? "man in the middle" : "hostile client"));
    header(out, report);
    summary(out, report);
    report.byGroup().forEach((group, findings) -> section(out, group, findings));
    return out.append("</body>\n</html>\n").toString();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new AssertionError("report.css is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void header(StringBuilder out, Report report) {
    Duration time =
        report.findings().stream().map(Finding::time).reduce(Duration.ZERO, Duration::plus);
    boolean fooled = report.count(Verdict.FOOLED) > 0;
    out.append(
        """
        <header>
        <p class="kicker">ssh-lite-mitm</p>
        <h1>%s: <span class="%s">%s</span></h1>
        %s\
        <p class="quiet">%s · %d tried · %d s of their time · %s</p>
        </header>
        """
            .formatted(
                Markup.escape(report.title()),
                styleOf(fooled ? Verdict.FOOLED : Verdict.NOTICED),
                outcome(report),
                command(report),
                TIME.format(report.begin())
                    + Markup.escape(
                        " · %s · %s"
                            .formatted(report.versions().bench(), report.versions().peer())),
                report.findings().size(),
                time.toSeconds(),
                report.subject() == Subject.CLIENT
                    ? "each against a server on 127.0.0.1 with keys made for it"
                    : "each by a connection of its own"));
  }

  /** What was run, where the title does not say it already. */
  private static String command(Report report) {
    String command = String.join(" ", report.command());
    return command.equals(report.title())
        ? ""
        : "<p><code>%s</code></p>\n".formatted(Markup.escape(command));
  }

  private static String outcome(Report report) {
    boolean client = report.subject() == Subject.CLIENT;
    long fooled = report.count(Verdict.FOOLED);
    if (fooled == 0) {
      return client ? "never fooled" : "accepts nothing";
    }
    String of = fooled + " of " + report.findings().size();
    return client ? "fooled by " + of : "accepts " + of;
  }

  private static void summary(StringBuilder out, Report report) {
    out.append("<table class=\"summary\">\n<thead><tr><th scope=\"col\">group</th>");
    for (Verdict verdict : Verdict.values()) {
      out.append("<th scope=\"col\">%s</th>".formatted(verdict.text(report.subject())));
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (Map.Entry<String, List<Finding>> group : report.byGroup().entrySet()) {
      Report part = report.of(group.getValue());
      String name = Markup.escape(group.getKey());
      row(out, "<a href=\"#%s\">%s</a>".formatted(anchor(group.getKey()), name), part);
    }
    out.append("</tbody>\n<tfoot>\n");
    row(out, "all", report);
    out.append("</tfoot>\n</table>\n");
  }

  private static void row(StringBuilder out, String title, Report part) {
    out.append("<tr><th scope=\"row\">%s</th>".formatted(title));
    for (Verdict verdict : Verdict.values()) {
      long count = part.count(verdict);
      out.append(
          count == 0
              ? "<td class=\"none\">–</td>"
              : "<td class=\"%s\">%d</td>".formatted(styleOf(verdict), count));
    }
    out.append("</tr>\n");
  }

  private static void section(StringBuilder out, String group, List<Finding> findings) {
    out.append("<section id=\"%s\">\n<h2>%s</h2>\n".formatted(anchor(group), Markup.escape(group)));
    findings.forEach(finding -> entry(out, finding));
    out.append("</section>\n");
  }

  private static void entry(StringBuilder out, Finding finding) {
    About about = finding.entry().about();
    out.append(
        """
        <details%s>
        <summary><span class="badge %s">%s</span><span class="name">%s</span>\
        <span class="words">%s</span></summary>
        <dl>
        <dt>the attacker</dt><dd>%s (%s; %s)</dd>
        <dt>against</dt><dd>%s</dd>
        <dt>a sound peer must</dt><dd>%s</dd>
        """
            .formatted(
                finding.verdict() == Verdict.FOOLED ? " open" : "",
                styleOf(finding.verdict()),
                finding.verdictText(),
                Markup.escape(about.name()),
                Markup.escape(Table.explanation(finding)),
                Markup.escape(about.does()),
                finding.entry().attacker(),
                finding.entry().premise(),
                Markup.escape(about.breaks()),
                Markup.escape(about.demand())));
    field(out, "what came of it", finding.reason());
    if (!finding.said().isEmpty()) {
      out.append(
          "<dt>the %s said</dt><dd><pre>%s</pre></dd>\n"
              .formatted(finding.entry().subject().text(), Markup.escape(finding.said())));
    }
    field(out, "time", "%.1f s".formatted(finding.time().toMillis() / 1000.0));
    out.append("</dl>\n</details>\n");
  }

  private static void field(StringBuilder out, String name, String text) {
    if (!text.isEmpty()) {
      out.append("<dt>%s</dt><dd>%s</dd>\n".formatted(name, Markup.escape(text)));
    }
  }

  private static String anchor(String group) {
    return group.replace(' ', '-');
  }

  private static String styleOf(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
