package org.sshlite.protocol.connection;

import java.util.Arrays;

/** What happens is chosen by an input, byte by byte; once it is used up, everything is 0. */
final class Choices {
  private final byte[] input;
  private int used;

  Choices(byte[] input) {
    this.input = input;
  }

  boolean more() {
    return used < input.length;
  }

  int next() {
    return more() ? input[used++] & 0xff : 0;
  }

  int below(int bound) {
    return next() % bound;
  }

  /** So many of the input's own, or what is left. */
  byte[] bytes(int count) {
    int start = used;
    used = Math.min(input.length, start + count);
    return Arrays.copyOfRange(input, start, used);
  }
}
