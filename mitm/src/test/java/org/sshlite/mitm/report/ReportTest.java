package org.sshlite.mitm.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.sshlite.mitm.bench.Finding;
import org.sshlite.mitm.bench.Verdict;
import org.sshlite.mitm.catalogue.Catalogue;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportTest {
  private static final String HOSTILE = "<script>alert(\"1\")</script> & \u0007 \\ end";

  private static Finding finding(String name, Verdict verdict) {
    return new Finding(
        Catalogue.byName(name).orElseThrow(), verdict, HOSTILE, HOSTILE, Duration.ofMillis(1250));
  }

  private static final Report REPORT =
      new Report(
          "a client",
          List.of("client", "<{port}>"),
          Instant.EPOCH,
          Versions.with("SSH-2.0-some"),
          Baseline.NONE,
          List.of(
              finding("host-key-changed", Verdict.FOOLED),
              finding("host-key-unknown", Verdict.NOTICED),
              finding("silence-at-once", Verdict.UNBOUNDED),
              finding("certificate-expired", Verdict.NOT_APPLICABLE)));

  @Test
  void JUnit_XML_is_well_formed_and_counts() throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(JUnitReport.of(REPORT))));

    Element top = document.getDocumentElement();
    assertThat(top.getAttribute("tests")).isEqualTo("4");
    assertThat(top.getAttribute("failures")).isEqualTo("1");
    assertThat(top.getAttribute("errors")).isEqualTo("1");
    assertThat(top.getAttribute("skipped")).isEqualTo("1");
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(4);
    assertThat(document.getElementsByTagName("failure").item(0).getAttributes().getLength())
        .as("type and message")
        .isEqualTo(2);
  }

  @Test
  void JSON_has_every_finding_and_escapes_what_it_must() {
    String json = JsonReport.of(REPORT);

    assertThat(json)
        .contains("\"fooled\": 1", "\"unbounded\": 1", "\"name\": \"silence-at-once\"")
        .contains("alert(\\\"1\\\")</script> & \\u0007 \\\\ end")
        .doesNotContain("\u0007");
  }

  @Test
  void the_page_stands_alone_and_runs_nothing() {
    String page = HtmlReport.of(REPORT);

    assertThat(page)
        .contains("host-key-changed", "&lt;script&gt;", "fooled by 1 of 4", "<style>")
        .doesNotContain("<script", "http://", "https://", "src=", "<link", "\u0007");
  }

  @Test
  void the_summary_names_who_fooled_and_who_has_no_limit() {
    assertThat(Table.summary(REPORT))
        .contains("FOOLED         host-key-changed", "no limit       silence-at-once")
        .doesNotContain("noticed        host-key-unknown");
  }
}
