package org.sshlite.mitm.catalogue;

import org.sshlite.mitm.evidence.Evidence;

/** One thing that a man in the middle, or a hostile host, does. Immutable. */
public interface Manipulation {
  About about();

  default Knowledge knowledge() {
    return Knowledge.PINNED;
  }

  default Reach reach() {
    return Reach.HOST;
  }

  default Harm harm() {
    return Harm.TRUST;
  }

  /** For one connection. */
  Attack attack();

  /** Looks at what the client left behind; reports harm where it finds any. */
  default void inspect(Aftermath aftermath, Evidence evidence) {}

  default String label() {
    return about().name();
  }
}
