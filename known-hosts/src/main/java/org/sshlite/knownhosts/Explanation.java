package org.sshlite.knownhosts;

import java.util.ArrayList;
import java.util.List;

/**
 * A verdict in words: what was expected, what came, what that means and what to do next. Every
 * string is safe to print.
 *
 * @param tone how loud to say it
 * @param headline the verdict in one sentence; in an {@link Tone#ALARM}, what stands in the box
 * @param expected what is known of the host, a key a line, with file and line; may be empty
 * @param came the key that came
 * @param meaning what it means, a sentence a line
 * @param nextSteps what a person can do about it, a line each; commands are indented
 */
public record Explanation(
    Tone tone,
    String headline,
    List<String> expected,
    String came,
    List<String> meaning,
    List<String> nextSteps) {
  /** How loud to say it. */
  public enum Tone {
    /** For those who want to know. */
    INFORMATION,
    /** Somebody has to decide. */
    QUESTION,
    /** Somebody may be in the middle. */
    ALARM
  }

  private static final int BOX_WIDTH = 59; // as ssh draws it

  public Explanation {
    expected = List.copyOf(expected);
    meaning = List.copyOf(meaning);
    nextSteps = List.copyOf(nextSteps);
  }

  /** Of any verdict. */
  public static Explanation of(Verdict verdict) {
    return of(verdict, KeyDisplay.USUAL);
  }

  /**
   * Of any verdict.
   *
   * @param display how keys are shown
   */
  public static Explanation of(Verdict verdict, KeyDisplay display) {
    return new Explainer(verdict.host(), verdict.offered(), display).explain(verdict);
  }

  /** As lines for a terminal, without a newline at the end. */
  public String text() {
    List<String> lines = new ArrayList<>();
    if (tone == Tone.ALARM) {
      lines.addAll(box());
    } else {
      lines.add(headline);
    }
    lines.addAll(meaning);
    expected.forEach(line -> lines.add("  expected: " + line));
    if (!came.isEmpty()) {
      lines.add((expected.isEmpty() ? "  " : "  came:     ") + came);
    }
    lines.addAll(nextSteps);
    return String.join("\n", lines);
  }

  private List<String> box() {
    String edge = "@".repeat(BOX_WIDTH);
    int space = BOX_WIDTH - 2 - headline.length();
    String left = " ".repeat(Math.max(1, space / 2));
    String right = " ".repeat(Math.max(1, space - space / 2));
    return List.of(edge, "@" + left + headline + right + "@", edge);
  }
}
