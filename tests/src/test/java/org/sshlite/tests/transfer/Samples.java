package org.sshlite.tests.transfer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured rates of one thing, megabytes (10⁶ bytes) a second. */
final class Samples {
  private final List<Double> rates = new ArrayList<>();

  void add(long bytes, long nanoseconds) {
    rates.add(bytes * 1e3 / nanoseconds);
    Collections.sort(rates);
  }

  double median() {
    int middle = rates.size() / 2;
    return rates.size() % 2 == 1
        ? rates.get(middle)
        : (rates.get(middle - 1) + rates.get(middle)) / 2;
  }

  double least() {
    return rates.getFirst();
  }

  double most() {
    return rates.getLast();
  }
}
