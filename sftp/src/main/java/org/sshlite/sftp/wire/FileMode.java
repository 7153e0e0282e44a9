package org.sshlite.sftp.wire;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** st_mode as a person reads it: type and permissions, as strmode(3) has them. */
public final class FileMode {
  private FileMode() {}

  /** Ten letters: {@code drwxr-xr-x}. */
  public static String text(int mode) {
    StringBuilder text = new StringBuilder(10);
    text.append(
        switch (mode & Attributes.TYPE_MASK) {
          case Attributes.TYPE_DIRECTORY -> 'd';
          case Attributes.TYPE_CHARACTER -> 'c';
          case Attributes.TYPE_BLOCK -> 'b';
          case Attributes.TYPE_REGULAR -> '-';
          case Attributes.TYPE_LINK -> 'l';
          case Attributes.TYPE_SOCKET -> 's';
          case Attributes.TYPE_FIFO -> 'p';
          default -> '?';
        });
    permissions(text, mode >> 6, (mode & 04000) != 0, 's');
    permissions(text, mode >> 3, (mode & 02000) != 0, 's');
    permissions(text, mode, (mode & 01000) != 0, 't');
    return text.toString();
  }

  /** The nine bits as java.nio.file has them. */
  public static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((mode & bit(permission)) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }

  /** The bits of {@code permissions}. */
  public static int of(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      mode |= bit(permission);
    }
    return mode;
  }

  private static int bit(PosixFilePermission permission) {
    return 0400 >> permission.ordinal();
  }

  private static void permissions(StringBuilder text, int mode, boolean special, char letter) {
    boolean executable = (mode & 1) != 0;
    text.append((mode & 4) != 0 ? 'r' : '-').append((mode & 2) != 0 ? 'w' : '-');
    if (special) {
      text.append(executable ? letter : Character.toUpperCase(letter));
    } else {
      text.append(executable ? 'x' : '-');
    }
  }
}
