package org.sshlite.mitm.bench;

import java.time.Duration;
import java.util.List;
import org.sshlite.mitm.catalogue.Entry;

/**
 * What came of one thing that was tried. All texts are printable.
 *
 * @param reason what leaked, what was refused, or why it does not apply
 * @param said the own words of who was tried, lines separated by newlines; may be empty
 */
public record Finding(
    Entry entry, Verdict verdict, Severity severity, String reason, String said, Duration time) {
  /** With the least severity that the verdict has. */
  public Finding(Entry entry, Verdict verdict, String reason, String said, Duration time) {
    this(entry, verdict, Severity.of(verdict), reason, said, time);
  }

  /** In the words for who was tried. */
  public String verdictText() {
    return verdict.text(entry.subject());
  }

  /** Whether who was tried did what a sound one must not. */
  public boolean fails() {
    return severity != Severity.NONE;
  }

  /** The end of the client's words, where the reason stands: two lines in one. */
  public String lastWords() {
    List<String> lines = said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return String.join(" / ", lines.subList(Math.max(0, lines.size() - 2), lines.size()));
  }
}
