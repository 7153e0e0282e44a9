package org.sshlite.tests.goal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One figure of one contender, measured again and again. */
public final class Figures {
  private final List<Double> values = new ArrayList<>();

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
}
