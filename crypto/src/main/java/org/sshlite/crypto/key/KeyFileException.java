package org.sshlite.crypto.key;

import java.io.IOException;

/** A key file that cannot be used. The message is one line for the user and names the file. */
public final class KeyFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What a caller may want to tell apart. */
  public enum Reason {
    /** Missing, a directory, too large, or not ours to read or write. */
    UNREADABLE,
    /** Others than the owner may read it. */
    BAD_PERMISSIONS,
    /** Truncated, altered, not a key, or of a type or cipher not known. */
    MALFORMED,
    /** Encrypted, and no passphrase was given. */
    PASSPHRASE_NEEDED,
    WRONG_PASSPHRASE
  }

  private final Reason reason;

  public KeyFileException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
