package org.sshlite.tests.startup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One figure of one contender, measured again and again. */
final class Figures {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Median, least and most. */
  String spread(String unit) {
    return "%6.3f %s (%.3f to %.3f)"
        .formatted(median(), unit, Collections.min(values), Collections.max(values));
  }
}
