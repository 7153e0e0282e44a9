package org.sshlite.sftp.client;

import org.sshlite.sftp.wire.Attributes;
import org.sshlite.sftp.wire.FileName;

/**
 * A name in a remote folder.
 *
 * @param name one name: never empty, ".", ".." (but of {@link SftpClient#listAll}) or with a slash,
 *     so that it cannot lead elsewhere; may hold anything else, as control characters
 * @param longname a line as {@code ls -l} prints it, in the server's words
 * @param attributes of the name itself: of a link, the link's
 */
public record Entry(FileName name, FileName longname, Attributes attributes) {
  static final FileName SELF = FileName.of(".");
  static final FileName PARENT = FileName.of("..");

  /** Whether {@code name} stays in its folder. */
  static boolean isOneName(FileName name) {
    return !name.isEmpty() && name.indexOf('/') < 0 && !isDots(name);
  }

  /** Whether it is the folder itself, or the one above it. */
  static boolean isDots(FileName name) {
    return name.equals(SELF) || name.equals(PARENT);
  }
}
