package org.sshlite.sshd;

import org.sshlite.crypto.wire.SecretBytes;

/** Knows passwords. Called on virtual threads, several at once; may block. */
@FunctionalInterface
public interface PasswordDirectory {
  /**
   * Whether this is the user's password. For a user who does not exist the answer must take as long
   * as for one with another password.
   *
   * @param user the name as it came
   * @param password in UTF-8, never empty; erased when this returns
   */
  boolean matches(String user, SecretBytes password);
}
