package org.sshlite.mitm.wire;

import org.sshlite.mitm.evidence.Evidence;

/**
 * What the man in the middle makes of what passes. One object for each connection; one thread at a
 * time for each direction. May block, which delays.
 */
public interface Alteration {
  /** What goes on in place of {@code unit}; a change is a strike. */
  Passage apply(Unit unit, Evidence evidence);

  /** Lets everything pass. */
  static Alteration none() {
    return (unit, _) -> Passage.unchanged(unit);
  }
}
