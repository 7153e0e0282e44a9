package org.sshlite.mitm.catalogue;

import org.sshlite.mitm.evidence.Evidence;

/** One thing that a man in the middle, or a hostile host, does. Immutable. */
public interface Manipulation extends Entry {
  @Override
  default Subject subject() {
    return Subject.CLIENT;
  }

  @Override
  default String attacker() {
    return reach().text();
  }

  /** What the client knows. */
  @Override
  default String premise() {
    return knowledge().text();
  }

  default Knowledge knowledge() {
    return Knowledge.PINNED;
  }

  default Reach reach() {
    return Reach.HOST;
  }

  default Harm harm() {
    return Harm.TRUST;
  }

  /**
   * Whether it is another one under each key exchange method that the ends agree on: it touches the
   * messages of the exchange, or the signature that is over all of them.
   */
  default boolean variesByKex() {
    return false;
  }

  /** For one connection. */
  Attack attack();

  /** Looks at what the client left behind; reports harm where it finds any. */
  default void inspect(Aftermath aftermath, Evidence evidence) {}
}
