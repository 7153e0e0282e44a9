package org.sshlite.mitm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Subject;
import org.sshlite.mitm.probe.Probes;

class BaselineTest {
  private static Finding finding(String name, Verdict verdict) {
    return new Finding(
        Catalogue.byName(name).orElseThrow(), verdict, "why", "", Duration.ofMillis(1));
  }

  private static final List<Finding> FINDINGS =
      List.of(
          finding("host-key-changed", Verdict.FOOLED),
          finding("host-key-unknown", Verdict.NOTICED),
          finding("silence-at-once", Verdict.UNBOUNDED),
          finding("certificate-expired", Verdict.NOT_APPLICABLE));

  private static final Report SERVER =
      new Report(
          "s",
          List.of("s"),
          Instant.EPOCH,
          Versions.with("SSH-2.0-s"),
          Baseline.NONE,
          List.of(
              new Finding(
                  Probes.all().getFirst(), Verdict.FOOLED, "why", "", Duration.ofMillis(1))));

  @Test
  void a_server_is_spoken_of_in_its_own_words() {
    assertThat(Table.summary(SERVER)).contains("ACCEPTED").doesNotContain("FOOLED");
    assertThat(JsonReport.of(SERVER)).contains("\"server\": \"s\"", "\"accepted\": 1");
    assertThat(HtmlReport.of(SERVER)).contains("accepts 1 of 1", "hostile client");
    String written = Baseline.of(SERVER.findings()).text(Subject.SERVER, "s");
    assertThat(written).contains("accepted " + Probes.all().getFirst().label());
    assertThat(Baseline.parse("f", written.lines().toList()).knows(SERVER.findings().getFirst()))
        .isTrue();
  }

  private static Report report(Baseline baseline) {
    return new Report(
        "c", List.of("c"), Instant.EPOCH, Versions.with("SSH-2.0-c"), baseline, FINDINGS);
  }

  private static Baseline baseline(String... lines) {
    return Baseline.parse(
        "file", List.of(("# ssh-lite-mitm baseline 1\n" + String.join("\n", lines)).split("\n")));
  }

  @Test
  void what_is_written_is_read_again_and_then_nothing_fails() {
    Baseline written = Baseline.of(FINDINGS);
    Baseline read =
        Baseline.parse("file", written.text(Subject.CLIENT, "some\nclient").lines().toList());

    assertThat(read).isEqualTo(written);
    assertThat(report(read).failures()).isEmpty();
    assertThat(JUnitReport.of(report(read))).contains("failures=\"0\" errors=\"0\"", "known: why");
    assertThat(report(Baseline.NONE).failures()).hasSize(2);
  }

  @Test
  void a_new_finding_fails_and_one_that_has_gone_is_told() {
    Report report = report(baseline("fooled host-key-unknown", "unbounded silence-at-once"));

    assertThat(report.failures())
        .extracting(finding -> finding.entry().label())
        .containsExactly("host-key-changed");
    assertThat(Table.summary(report))
        .contains("known from the baseline: 1", "new: host-key-changed", "gone: host-key-unknown");
    assertThat(JsonReport.of(report)).contains("\"failures\": 1", "\"gone\": [");
  }

  @Test
  void a_finding_that_became_worse_is_new() {
    assertThat(report(baseline("unbounded host-key-changed", "fooled silence-at-once")).failures())
        .hasSize(2);
  }

  @Test
  void a_file_that_is_no_baseline_is_refused_with_its_line() {
    assertThatThrownBy(() -> Baseline.parse("f", List.of("fooled x")))
        .hasMessageStartingWith("f:1:");
    assertThatThrownBy(() -> baseline("", "noticed host-key-changed"))
        .hasMessageStartingWith("file:3:");
  }

  @Test
  void the_schema_names_each_member_of_a_report_and_no_other() throws Exception {
    String schema =
        new String(
            JsonReport.class.getResourceAsStream("mitm-report-1.schema.json").readAllBytes());

    java.util.Set<String> written = new java.util.TreeSet<>();
    for (Report report : List.of(report(baseline("fooled host-key-unknown")), SERVER)) {
      written.addAll(names(JsonReport.of(report), "^ +\"(\\w[\\w-]*)\": "));
    }

    assertThat(written).isEqualTo(names(schema, "^ +\"(\\w[\\w-]*)\": \\{\"(?:type|const|enum)"));
  }

  private static java.util.Set<String> names(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
  }
}
