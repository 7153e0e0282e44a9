package org.sshlite.tools;

import java.io.IOException;
import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;

/** Where passphrases are typed. */
@FunctionalInterface
public interface SecretPrompt {
  /**
   * @param prompt safe to print
   * @return in UTF-8, the caller's to erase; empty when nobody answers
   */
  Optional<SecretBytes> ask(String prompt) throws IOException;
}
