package org.sshlite.mitm.catalogue;

/** One thing that is tried. */
public interface Entry {
  About about();

  Subject subject();

  /** Where the attacker is. */
  String attacker();

  /** What is so before it begins. */
  String premise();

  default String label() {
    return about().name();
  }
}
