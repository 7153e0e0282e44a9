package org.sshlite.client.sftp;

import java.util.ArrayList;
import java.util.List;

/** The braces of a pattern, csh's and GLOB_BRACE's: {@code a.{c,h}} is {@code a.c a.h}. */
final class Braces {
  /** Of a line: braces behind braces multiply. */
  private static final int MOST = 1000;

  private Braces() {}

  /**
   * The patterns that one stands for, in their order; itself where it has no braces, or one that
   * does not close.
   *
   * @throws CommandException when they are too many
   */
  static List<String> expand(String pattern) throws CommandException {
    List<String> expanded = new ArrayList<>();
    expand(pattern, 0, expanded);
    return expanded;
  }

  /**
   * @param from before it nothing is looked at any more
   */
  private static void expand(String pattern, int from, List<String> expanded)
      throws CommandException {
    int open = next(pattern, from, "{");
    int close = open < 0 ? -1 : next(pattern, open + 1, "}");
    if (close < 0 || pattern.equals("{}")) {
      if (expanded.size() == MOST) {
        throw new CommandException("More than " + MOST + " patterns of braces");
      }
      expanded.add(pattern);
      return;
    }
    String behind = pattern.substring(close + 1);
    for (int start = open + 1, end; start <= close; start = end + 1) {
      end = next(pattern, start, ",}");
      expand(pattern.substring(0, open) + pattern.substring(start, end) + behind, open, expanded);
    }
  }

  /** Index of one of {@code ends} that stands in no inner braces, set or escape; -1 for none. */
  private static int next(String pattern, int from, String ends) {
    int depth = 0;
    for (int i = from; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (depth == 0 && ends.indexOf(c) >= 0) {
        return i;
      }
      switch (c) {
        case '\\' -> i++;
        case '{' -> depth++;
        case '}' -> depth = Math.max(0, depth - 1);
        case '[' -> {
          int end = pattern.indexOf(']', i);
          i = end < 0 ? i : end;
        }
        default -> {
          // of a name
        }
      }
    }
    return -1;
  }
}
