package org.sshlite.tests.goal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One figure of one contender, measured again and again. */
public final class Figures {
  private final List<Double> values = new ArrayList<>();

  /** Of what was measured, or is known, once. */
  public static Figures of(double value) {
    Figures one = new Figures();
    one.add(value);
    return one;
  }

  public void add(double value) {
    values.add(value);
  }

  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double least() {
    return Collections.min(values);
  }

  public double most() {
    return Collections.max(values);
  }

  /** Median, least and most. */
  public String spread(String unit) {
    return "%6.3f %s (%.3f to %.3f)".formatted(median(), unit, least(), most());
  }

  /**
   * Median, least and most in columns.
   *
   * @param number how one is formatted: {@code %6.1f}
   */
  public String columns(String number) {
    return String.format(
        Locale.ROOT,
        "median " + number + "  least " + number + "  most " + number,
        median(),
        least(),
        most());
  }

  /** Median, and least and most where there are more than one. */
  @Override
  public String toString() {
    return values.size() == 1
        ? brief(median())
        : "%s (%s..%s)".formatted(brief(median()), brief(least()), brief(most()));
  }

  /** With three digits or those before the point. */
  static String brief(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
