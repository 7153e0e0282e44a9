package org.sshlite.tools.keygen;

import org.sshlite.program.config.LocalHost;

/** Who works where, for comments. */
final class LocalName {
  private LocalName() {}

  /** {@code user@host}. */
  static String userAtHost() {
    return System.getProperty("user.name") + "@" + LocalHost.name();
  }
}
