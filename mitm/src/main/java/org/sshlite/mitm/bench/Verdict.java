package org.sshlite.mitm.bench;

/** How a client took a manipulation. */
public enum Verdict {
  /** It refused, or the manipulation came to nothing. */
  NOTICED("noticed"),
  /** It believed, went on, or gave something away. */
  FOOLED("FOOLED"),
  /** It neither failed nor finished in its time, or took whatever came; it gave nothing away. */
  UNBOUNDED("no limit"),
  /** The manipulation makes no sense with this client, or its occasion never came. */
  NOT_APPLICABLE("not applicable");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
