package org.sshlite.crypto.key;

import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;

/** Where the passphrase of an encrypted key file comes from: a prompt, an option, nowhere. */
@FunctionalInterface
public interface PassphraseSource {
  /** For callers that only want keys which need none. */
  PassphraseSource NONE = (_, _) -> Optional.empty();

  /**
   * Asked only when a file is encrypted, and again after each wrong answer.
   *
   * @param file its name, for the prompt
   * @param attempt 1 at first, then 2, …
   * @return the passphrase in UTF-8, erased by the one who asked; empty to give up
   */
  Optional<SecretBytes> passphrase(String file, int attempt);

  /** Answers once with a copy of {@code passphrase}, which stays the caller's to erase. */
  static PassphraseSource once(SecretBytes passphrase) {
    return (_, attempt) ->
        attempt == 1 ? Optional.of(new SecretBytes(passphrase.bytes().clone())) : Optional.empty();
  }
}
