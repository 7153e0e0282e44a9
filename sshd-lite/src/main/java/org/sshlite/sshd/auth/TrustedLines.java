package org.sshlite.sshd.auth;

import java.util.Optional;
import java.util.function.Function;

/** Where lines come from that say who may log in: a file, or a program. */
interface TrustedLines {
  /**
   * @param source where it stands; safe to print
   */
  record Line(String source, int number, String text) {
    /** With its number, for the log. */
    String place() {
      return source + ":" + number;
    }
  }

  /**
   * Asks about each line in turn, until one is the answer: none is kept, for all who can write such
   * a file can make this server read it many times at once. Read afresh; nothing is asked where
   * they cannot be believed, which is told. Blocks.
   */
  <T> Optional<T> first(Function<Line, Optional<T>> question);
}
