package org.sshlite.tools.keygen;

import java.util.Optional;
import java.util.OptionalLong;

/** Numbers of a command line. */
final class Numbers {
  private Numbers() {}

  /**
   * What is wrong with a decimal number within bounds, in the words of strtonum(3); empty when it
   * is good.
   */
  static Optional<String> problem(String text, long minimum, long maximum) {
    boolean digits = text.matches("[+-]?[0-9]{1,40}");
    if (!digits) {
      return Optional.of("invalid");
    }
    OptionalLong value = unsigned(text.startsWith("+") ? text.substring(1) : text, 10);
    if (text.startsWith("-") || value.isPresent() && isBelow(value.getAsLong(), minimum)) {
      return Optional.of("too small");
    }
    return value.isEmpty() || isBelow(maximum, value.getAsLong())
        ? Optional.of("too large")
        : Optional.empty();
  }

  private static boolean isBelow(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  /** A uint64; empty for anything else. */
  static OptionalLong unsigned(String digits, int radix) {
    try {
      return digits.startsWith("+") || digits.startsWith("-")
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseUnsignedLong(digits, radix));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /** A uint64 as strtoull(3) reads it by itself: hexadecimal after 0x, octal after 0. */
  static OptionalLong unsignedAnyRadix(String text) {
    if (text.startsWith("0x") || text.startsWith("0X")) {
      return unsigned(text.substring(2), 16);
    }
    return text.startsWith("0") && text.length() > 1
        ? unsigned(text.substring(1), 8)
        : unsigned(text, 10);
  }
}
