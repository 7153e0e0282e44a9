package org.sshlite.tools.keygen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who works where, for comments. */
final class LocalName {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private LocalName() {}

  /** {@code user@host}. */
  static String userAtHost() {
    return System.getProperty("user.name") + "@" + host();
  }

  private static String host() {
    try {
      // no look-up, which may take as long as a name server does
      return Files.readString(LINUX).strip();
    } catch (IOException _) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException _) {
        return "localhost";
      }
    }
  }
}
