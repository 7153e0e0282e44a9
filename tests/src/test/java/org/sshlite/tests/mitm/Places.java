package org.sshlite.tests.mitm;

/** Bits to change. */
final class Places {
  private Places() {}

  /** A copy with the lowest bit of one byte changed; a negative place counts from the end. */
  static byte[] flipped(byte[] bytes, int place) {
    byte[] changed = bytes.clone();
    changed[Math.floorMod(place, changed.length)] ^= 1;
    return changed;
  }
}
