package org.sshlite.tests.goal;

/**
 * A goal of the project, and what a benchmark says of it. All of it can be written as a line of
 * text, and read again.
 *
 * @param measured median, least and most, and the ratio where the goal is one
 * @param how much was done, and in which way
 */
public record Goal(String name, String wanted, String measured, Verdict verdict, String how) {
  private static final String SEPARATOR = "\t";

  /** Whether the goal is met. */
  enum Verdict {
    MET("met"),
    MISSED("MISSED"),
    NOT_MEASURED("-");

    private final String title;

    Verdict(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    static Verdict of(Wanted wanted, double figure) {
      if (Double.isNaN(figure)) {
        return NOT_MEASURED;
      }
      return wanted.isMetBy(figure) ? MET : MISSED;
    }
  }

  static Goal of(String name, Wanted wanted, Measured measured, String how) {
    Verdict verdict = Verdict.of(wanted, measured.figure());
    return new Goal(name, wanted.toString(), measured.text(), verdict, how);
  }

  String line() {
    return String.join(SEPARATOR, name, wanted, measured, verdict.name(), how);
  }

  /** What {@link #line} has written. */
  static Goal parse(String line) {
    String[] fields = line.split(SEPARATOR, -1);
    return new Goal(fields[0], fields[1], fields[2], Verdict.valueOf(fields[3]), fields[4]);
  }
}
