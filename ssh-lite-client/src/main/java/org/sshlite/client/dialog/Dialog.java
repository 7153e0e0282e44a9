package org.sshlite.client.dialog;

import java.lang.System.Logger.Level;
import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * The person in front of the client, or nobody. Called on virtual threads, one call at a time for a
 * connection; questions may wait for as long as a person thinks.
 */
public interface Dialog {
  /**
   * Asks for a line that may be seen while it is typed.
   *
   * @param question may have several lines, the last one the prompt itself; safe to print
   * @return without the newline; empty when nobody answers
   */
  Optional<String> ask(String question);

  /**
   * Asks for a password or passphrase, which must not be seen.
   *
   * @param prompt safe to print
   * @return in UTF-8, the caller's to erase; empty when nobody answers
   */
  Optional<SecretBytes> askSecret(String prompt);

  /**
   * Says something that needs no answer. Must not block.
   *
   * @param message one line or several, safe to print
   */
  void tell(Level level, String message);

  /** Says what is worth knowing and is no problem: what ssh says at LogLevel VERBOSE. */
  default void note(String message) {
    tell(Level.DEBUG, message);
  }

  /**
   * Nobody: every question stays unanswered, so what would need a person's yes is refused. What is
   * told goes to the logger {@code org.sshlite.client}.
   */
  static Dialog nobody() {
    return Nobody.INSTANCE;
  }
}
