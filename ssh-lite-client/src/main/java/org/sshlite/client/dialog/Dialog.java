package org.sshlite.client.dialog;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
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
   * Answers a question of a login. Who likes to know what is asked for, and not only how it is
   * written, answers here; otherwise it is asked by {@link #ask} or {@link #askSecret}.
   *
   * @return in UTF-8, the caller's to erase; empty when nobody answers
   */
  default Optional<SecretBytes> answer(Question question) {
    return question.echo()
        ? ask(question.text()).map(text -> new SecretBytes(text.getBytes(StandardCharsets.UTF_8)))
        : askSecret(question.text());
  }

  /**
   * Shows what a server says before it asks, RFC 4256 §3.2, or why a password is to be changed.
   *
   * @param text one line or several, safe to print
   */
  default void show(String text) {
    tell(Level.INFO, text);
  }

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
