package org.sshlite.sshd.pam;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PAM has said no, or failed. */
final class PamException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String answer;

  PamException(String message) {
    super(message);
    this.answer = null;
  }

  PamException(String function, int status, String message) {
    super(function + ": " + message + " (" + status + ")");
    this.answer = message;
  }

  /** What PAM has answered: {@code Authentication failure}. Empty where it has not failed. */
  Optional<String> answer() {
    return Optional.ofNullable(answer);
  }
}
