package org.sshlite.protocol.connection;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What becomes of a payload on its way through somebody who means ill. */
record Damage(RandomGenerator random) {
  byte[] of(byte[] payload) {
    byte[] copy = payload.clone();
    switch (random.nextInt(4)) {
      case 0 -> copy = Arrays.copyOf(copy, 1 + random.nextInt(copy.length));
      case 1 -> copy = Arrays.copyOf(copy, copy.length + 1 + random.nextInt(9));
      case 2 -> copy[0] = (byte) random.nextInt();
      default -> {
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
          copy[random.nextInt(copy.length)] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
        }
      }
    }
    return copy;
  }
}
