package org.sshlite.protocol.forward;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Modes of files, as Java has them. */
final class Modes {
  private Modes() {}

  /**
   * @param mode as of chmod(2)
   */
  static Set<PosixFilePermission> of(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's read on
    EnumSet<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & 0400 >> bit) != 0) {
        set.add(all[bit]);
      }
    }
    return set;
  }
}
