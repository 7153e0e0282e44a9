package org.sshlite.sshd.auth;

import java.util.List;

/** Where lines come from that say who may log in: a file, or a program. */
interface TrustedLines {
  /**
   * @param place where it stands, with its number; safe to print
   */
  record Line(String place, String text) {}

  /** All of them, asked for afresh; none where they cannot be believed, which is told. Blocks. */
  List<Line> lines();
}
