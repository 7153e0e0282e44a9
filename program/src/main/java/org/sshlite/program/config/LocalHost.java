package org.sshlite.program.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. */
public final class LocalHost {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private LocalHost() {}

  /** As gethostname(2). */
  public static String name() {
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
