package org.sshlite.mitm.wire;

import java.util.List;

/**
 * What goes on in place of a {@link Unit}.
 *
 * @param pieces bytes for the wire, in order
 * @param cut whether the connection is closed after them
 */
public record Passage(List<byte[]> pieces, boolean cut) {
  public Passage {
    pieces = List.copyOf(pieces);
  }

  public static Passage of(byte[]... pieces) {
    return new Passage(List.of(pieces), false);
  }

  /** Everything as it came. */
  public static Passage unchanged(Unit unit) {
    return of(unit.bytes());
  }

  /** These bytes and then the end of the stream. */
  public static Passage cutAfter(byte[] bytes) {
    return new Passage(List.of(bytes), true);
  }

  /** Whether this is anything but the unit itself. */
  public boolean changes(Unit unit) {
    return cut || pieces.size() != 1 || pieces.getFirst() != unit.bytes();
  }
}
