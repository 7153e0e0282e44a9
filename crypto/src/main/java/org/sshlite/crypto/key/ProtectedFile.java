package org.sshlite.crypto.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.sshlite.crypto.file.Replacement;
import org.sshlite.crypto.key.KeyFileException.Reason;
import org.sshlite.crypto.wire.Printable;

/** A file that only its owner may read. Knows the file system, nothing of keys. */
record ProtectedFile(Path path) {
  /** As OpenSSH's limit: no key comes near it, and no device is read for ever. */
  private static final int MAXIMUM_LENGTH = 1 << 20;

  private static final Set<PosixFilePermission> EVERYONE_ELSE =
      PosixFilePermissions.fromString("---rwxrwx");

  /** The file's name, fit for a message. */
  String name() {
    return Printable.line(path.toString());
  }

  /** All of it; the caller erases it. */
  byte[] read() throws KeyFileException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(MAXIMUM_LENGTH + 1);
      if (content.length > MAXIMUM_LENGTH) {
        throw new KeyFileException(Reason.UNREADABLE, name() + ": too large for a key file");
      }
      return content;
    } catch (KeyFileException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Refuses a file of ours that group or others have any permission on, as OpenSSH does. */
  void requireOwnerOnly() throws KeyFileException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return; // no such permissions on this file system
    }
    try {
      PosixFileAttributes attributes = view.readAttributes();
      // a file of another user is that user's business
      boolean ours = attributes.owner().getName().equals(System.getProperty("user.name"));
      Set<PosixFilePermission> others = EnumSet.copyOf(EVERYONE_ELSE);
      others.retainAll(attributes.permissions());
      if (ours && !others.isEmpty()) {
        throw new KeyFileException(
            Reason.BAD_PERMISSIONS,
            name()
                + ": permissions "
                + PosixFilePermissions.toString(attributes.permissions())
                + " are too open: a private key must be its owner's alone (chmod 600)");
      }
    } catch (KeyFileException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Replaces the file as a whole: a reader sees the old contents or the new, also after a crash. A
   * symbolic link stays, and what it points to is replaced.
   */
  void replace(byte[] content) throws KeyFileException {
    try {
      Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
      try (Replacement fresh = new Replacement(target, Replacement.OWNER_ONLY)) {
        fresh.write(content);
        fresh.commit();
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private KeyFileException unreadable(IOException e) {
    String problem =
        switch (e) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return new KeyFileException(Reason.UNREADABLE, name() + ": " + Printable.line(problem));
  }
}
