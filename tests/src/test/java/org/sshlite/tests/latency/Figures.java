package org.sshlite.tests.latency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured of one thing, one figure a round. */
final class Figures {
  private final List<Double> sorted = new ArrayList<>();

  void add(double figure) {
    sorted.add(figure);
    Collections.sort(sorted);
  }

  boolean isEmpty() {
    return sorted.isEmpty();
  }

  double median() {
    return at(sorted, 0.5);
  }

  double least() {
    return sorted.getFirst();
  }

  double most() {
    return sorted.getLast();
  }

  /** The value that a share of {@code sorted} is not above. */
  static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
  }
}
