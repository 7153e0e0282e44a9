package org.sshlite.tests.zoo;

/** What a cell of the table says. */
sealed interface Expected {
  /** The words of the table. */
  String text();

  /** It works, and that is all. */
  record Works() implements Expected {
    @Override
    public String text() {
      return "yes";
    }
  }

  /** It works, and this is what the peer makes of it. */
  record Says(String text) implements Expected {}

  /** The peer cannot do it, with any other end either: it is tried, and fails. */
  record Fails(String why) implements Expected {
    @Override
    public String text() {
      return "no";
    }
  }

  /**
   * The peer does it at times, with any other end too: not tried, as either end of it says nothing.
   */
  record Varies(String why) implements Expected {
    @Override
    public String text() {
      return "at times";
    }
  }

  /** The peer has nothing for it: it is not tried. */
  record Lacks(String why) implements Expected {
    @Override
    public String text() {
      return "–";
    }
  }
}
