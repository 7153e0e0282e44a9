package org.sshlite.mitm.main;

import java.util.Comparator;
import java.util.List;

/** Names in a catalogue that may have been meant by one that there is not. */
final class NearNames {
  private static final int MOST = 3;

  private NearNames() {}

  /** The nearest first; empty if none is near. */
  static List<String> of(String name, List<String> labels) {
    int furthest = Math.max(2, name.length() / 4);
    return labels.stream()
        .filter(label -> label.contains(name) || distance(name, label) <= furthest)
        .sorted(Comparator.comparingInt(label -> distance(name, label)))
        .limit(MOST)
        .toList();
  }

  /** How many characters must be put in, taken out or replaced (Levenshtein). */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
