package org.sshlite.program.system;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.sshlite.crypto.file.PermissionBits;

/**
 * chmod(2) of a socket that was made a moment ago, in a folder where others may have put something
 * else in its place: a link to a file of ours, whose mode would be changed.
 */
public final class SocketMode {
  /** O_PATH and O_CLOEXEC of Linux: a place, not what is in it. */
  private static final int PLACE = 012000000;

  private static final int TYPES = 0170000; // S_IFMT
  private static final int SOCKET = 0140000;
  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  private SocketMode() {}

  /**
   * Sets it.
   *
   * @param mode the lowest nine bits
   * @throws IOException where something else than a socket is there
   */
  public static void set(Path socket, int mode) throws IOException {
    if (!LINUX) {
      requireSocket(attributes(socket));
      Files.setPosixFilePermissions(socket, PermissionBits.toSet(mode));
      return;
    }
    int place = open(socket);
    try {
      Path opened = Path.of("/proc/self/fd/" + place);
      Map<String, Object> there = Files.readAttributes(opened, "unix:mode,dev,ino");
      requireSocket(there);
      // not by a link: under that name, and no other
      if (!there.equals(attributes(socket))) {
        throw replaced();
      }
      Files.setPosixFilePermissions(opened, PermissionBits.toSet(mode));
    } finally {
      Libc.call("close", place);
    }
  }

  private static int open(Path file) throws SystemException {
    try (Arena arena = Arena.ofConfined()) {
      byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
      return Libc.check("open", Libc.string(arena, name).address(), PLACE);
    }
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    return Files.readAttributes(file, "unix:mode,dev,ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static void requireSocket(Map<String, Object> attributes) throws IOException {
    if (((int) attributes.get("mode") & TYPES) != SOCKET) {
      throw replaced();
    }
  }

  private static IOException replaced() {
    return new IOException("something else is in the place of the socket");
  }
}
