package org.sshlite.client.hosts;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** When a host's output is shown. */
enum Order {
  /** All of a host's at once, in the order of the list. */
  LIST,
  /** All of a host's at once, when it is done. */
  DONE,
  /** Line by line, as it comes. */
  LINES;

  static Optional<Order> parse(String text) {
    return Stream.of(values()).filter(each -> each.word().equals(text)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
