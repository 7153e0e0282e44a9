package org.sshlite.tests.goal;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * What a figure is to be.
 *
 * @param unit what the limit counts: a unit, or whose figure it is a multiple of
 */
public record Wanted(Bound bound, double limit, String unit) {
  private enum Bound {
    AT_LEAST,
    AT_MOST,
    ABOVE,
    BELOW
  }

  public static Wanted atLeast(double limit, String unit) {
    return new Wanted(Bound.AT_LEAST, limit, unit);
  }

  public static Wanted atMost(double limit, String unit) {
    return new Wanted(Bound.AT_MOST, limit, unit);
  }

  public static Wanted above(double limit, String unit) {
    return new Wanted(Bound.ABOVE, limit, unit);
  }

  public static Wanted below(double limit, String unit) {
    return new Wanted(Bound.BELOW, limit, unit);
  }

  boolean isMetBy(double figure) {
    return switch (bound) {
      case AT_LEAST -> figure >= limit;
      case AT_MOST -> figure <= limit;
      case ABOVE -> figure > limit;
      case BELOW -> figure < limit;
    };
  }

  @Override
  public String toString() {
    return "%s %s %s"
        .formatted(
            bound.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString(),
            unit)
        .strip();
  }
}
