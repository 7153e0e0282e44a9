package org.sshlite.tests.transfer;

import java.util.Locale;

/**
 * One bulk transfer through a command on the server.
 *
 * @param bytes of data
 */
record Transfer(Way way, Suite suite, long bytes) {
  enum Way {
    UPLOAD,
    DOWNLOAD
  }

  /** What runs on the server. */
  String command() {
    return switch (way) {
      case UPLOAD -> "cat >/dev/null";
      case DOWNLOAD -> "head -c " + bytes + " /dev/zero";
    };
  }

  String title() {
    return way.name().toLowerCase(Locale.ROOT) + ", " + suite.cipher();
  }
}
