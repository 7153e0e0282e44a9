package org.sshlite.sshd;

import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Passwords that users change themselves, when they are told to: RFC 4252 §8, and in the dialogue
 * of "keyboard-interactive". Called as {@link PasswordDirectory}.
 */
public interface ExpiringPasswords extends PasswordDirectory {
  /**
   * Asked once the password was right: why it is not good any more, in a line for the user; empty
   * when it is.
   */
  Optional<String> expired(String user);

  /**
   * Changes a password. The old one was right.
   *
   * @param newPassword in UTF-8, never empty; erased when this returns
   * @return empty once it is changed; else what is wrong with the new one, in a line for the user
   */
  Optional<String> change(String user, SecretBytes newPassword);
}
