package org.sshlite.tests.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes inputs of inputs: cut, doubled, joined, and with other bytes and numbers in them. */
record Mutation(RandomGenerator random, List<byte[]> seeds) {
  private static final int MOST_CHANGES = 4;

  /** Lengths and counts at which parsers break. */
  private static final int[] NUMBERS = {
    0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1
  };

  /** What means something to one or another format of text. */
  private static final byte[] SIGNS = {
    0, '\n', '\r', ' ', '\t', '"', '\\', '%', ',', '=', '#', '@'
  };

  byte[] of(byte[] seed) {
    byte[] input = seed;
    for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      input = change(input);
    }
    return input;
  }

  private byte[] change(byte[] input) {
    if (input.length == 0) {
      return other();
    }
    int at = random.nextInt(input.length);
    return switch (random.nextInt(9)) {
      case 0 -> replaced(input, at, (byte) (input[at] ^ 1 << random.nextInt(8)));
      case 1 -> replaced(input, at, (byte) random.nextInt());
      case 2 -> replaced(input, at, SIGNS[random.nextInt(SIGNS.length)]);
      case 3 -> number(input, at);
      case 4 -> Arrays.copyOf(input, at);
      case 5 -> spliced(input, at, input, at, random.nextInt(input.length - at + 1) + at);
      case 6 -> without(input, at);
      case 7 -> spliced(input, at, new byte[] {SIGNS[random.nextInt(SIGNS.length)]}, 0, 1);
      default -> joined(input, at, other());
    };
  }

  private byte[] other() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private static byte[] replaced(byte[] input, int at, byte value) {
    byte[] changed = input.clone();
    changed[at] = value;
    return changed;
  }

  private byte[] number(byte[] input, int at) {
    byte[] changed = input.clone();
    int value = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
    for (int i = 0; i < Integer.BYTES && at + i < changed.length; i++) {
      changed[at + i] = (byte) (value >> 24 - 8 * i);
    }
    return changed;
  }

  private byte[] without(byte[] input, int at) {
    int end = at + 1 + random.nextInt(Math.min(8, input.length - at));
    return joined(input, at, Arrays.copyOfRange(input, end, input.length));
  }

  private static byte[] joined(byte[] input, int at, byte[] tail) {
    byte[] joined = Arrays.copyOf(input, at + tail.length);
    System.arraycopy(tail, 0, joined, at, tail.length);
    return joined;
  }

  private static byte[] spliced(byte[] input, int at, byte[] from, int start, int end) {
    byte[] head = joined(input, at, Arrays.copyOfRange(from, start, end));
    return joined(head, head.length, Arrays.copyOfRange(input, at, input.length));
  }
}
