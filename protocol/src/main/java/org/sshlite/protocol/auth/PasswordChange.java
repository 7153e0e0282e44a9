package org.sshlite.protocol.auth;

import org.sshlite.crypto.wire.SecretBytes;

/**
 * A password and the one to take its place, RFC 4252 §8, in UTF-8. Whoever has it closes it, which
 * erases both.
 */
public record PasswordChange(SecretBytes password, SecretBytes newPassword)
    implements AutoCloseable {
  @Override
  public void close() {
    password.close();
    newPassword.close();
  }
}
