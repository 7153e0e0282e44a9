package org.sshlite.protocol.connection;

import java.util.ArrayDeque;
import java.util.Arrays;

/** What becomes of payloads between two who trust each other. */
final class Passage {
  private static final int[] NUMBERS = {
    0, 1, 0x7fff_ffff, -1, 0x8000, 0x8000_0000, 0x20_0000, 1 << 24
  };

  private static final int LONGEST_OWN = 96;

  private final Choices choices;
  private final ArrayDeque<byte[]> held = new ArrayDeque<>();

  Passage(Choices choices) {
    this.choices = choices;
  }

  /** All that one of them has sent since goes to the other, or something like it. */
  void through(Middle from, Middle to) {
    for (byte[] payload : from.take()) {
      one(payload, to);
    }
    if (choices.below(8) == 1) {
      to.send(choices.bytes(1 + choices.below(LONGEST_OWN)));
    }
  }

  private void one(byte[] payload, Middle to) {
    switch (choices.below(16)) {
      case 1 -> to.send(byteChanged(payload));
      case 2 -> to.send(numberChanged(payload));
      case 3 -> to.send(Arrays.copyOf(payload, choices.below(payload.length)));
      case 4 -> to.send(longer(payload, choices.bytes(choices.below(16))));
      case 5 -> {
        to.send(payload);
        to.send(payload);
      }
      case 6 -> {} // lost
      case 7 -> held.add(payload);
      case 8 -> {
        to.send(payload);
        if (!held.isEmpty()) {
          to.send(held.remove());
        }
      }
      default -> to.send(payload);
    }
  }

  private byte[] byteChanged(byte[] payload) {
    byte[] changed = payload.clone();
    changed[choices.below(changed.length)] = (byte) choices.next();
    return changed;
  }

  private byte[] numberChanged(byte[] payload) {
    byte[] changed = payload.clone();
    int at = choices.below(changed.length);
    int number = NUMBERS[choices.below(NUMBERS.length)];
    for (int i = 0; i < Integer.BYTES && at + i < changed.length; i++) {
      changed[at + i] = (byte) (number >> 24 - 8 * i);
    }
    return changed;
  }

  private static byte[] longer(byte[] payload, byte[] by) {
    byte[] longer = Arrays.copyOf(payload, payload.length + by.length);
    System.arraycopy(by, 0, longer, payload.length, by.length);
    return longer;
  }
}
