package org.sshlite.protocol.connection;

import java.util.List;

/** States that stand beside each other in one table, for the numbers from first to last. */
record Section(String title, int first, int last, List<State> states) {
  Section(String title, List<State> states) {
    this(title, 0, 255, states);
  }

  @Override
  public String toString() {
    return title;
  }
}
