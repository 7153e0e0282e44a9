package org.sshlite.tests.mitm;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Sends one of the client's own packets back to it, in place of one of the server's. */
final class Reflection implements Alteration {
  private final int index;
  private final AtomicReference<byte[]> kept = new AtomicReference<>();

  /**
   * @param index of the server's packet that is replaced
   */
  Reflection(int index) {
    this.index = index;
  }

  @Override
  public List<byte[]> apply(Unit unit) {
    if (unit.kind() != Unit.Kind.SEALED) {
      return List.of(unit.bytes());
    }
    if (unit.direction() == Direction.CLIENT_TO_SERVER) {
      kept.set(unit.bytes());
      return List.of(unit.bytes());
    }
    return List.of(unit.index() == index ? kept.get() : unit.bytes());
  }
}
