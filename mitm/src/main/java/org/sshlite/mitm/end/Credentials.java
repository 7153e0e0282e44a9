package org.sshlite.mitm.end;

import java.util.Optional;
import org.sshlite.crypto.key.Signer;

/**
 * As whom a client comes, and by what.
 *
 * @param key that the server lets in
 * @param password that the server lets in; only where there is no key
 */
public record Credentials(String user, Optional<Signer> key, Optional<String> password) {
  /** Nobody's. */
  public static Credentials none(String user) {
    return new Credentials(user, Optional.empty(), Optional.empty());
  }

  /** Whether a login can be had. */
  public boolean suffice() {
    return key.isPresent() || password.isPresent();
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
