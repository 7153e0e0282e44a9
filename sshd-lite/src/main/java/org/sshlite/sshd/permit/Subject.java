package org.sshlite.sshd.permit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whom a permit is for.
 *
 * @param firstPort the lowest that the user may listen at
 * @param peer where the user comes from, as {@code address port number}, for the log
 */
public record Subject(int firstPort, String peer) {
  /** How many there are. */
  static final int PORTS = 65536;

  // IPPORT_RESERVED of the systems that do not let it be set
  private static final int FIRST_OF_USERS = 1024;

  private static final Path LINUX = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

  /**
   * The lowest port that a user of the system may listen at: told here, because the server may be
   * root where the user is not.
   */
  public static int firstPort(int uid) {
    return uid == 0 ? 0 : Users.FIRST_PORT;
  }

  /** Read once: it is asked for on event loops. */
  private static final class Users {
    static final int FIRST_PORT = read();

    private static int read() {
      try {
        return Integer.parseInt(Files.readString(LINUX).strip());
      } catch (IOException | NumberFormatException _) {
        return FIRST_OF_USERS;
      }
    }
  }
}
