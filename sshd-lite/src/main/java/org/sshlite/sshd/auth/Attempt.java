package org.sshlite.sshd.auth;

import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.sshd.method.Steps;
import org.sshlite.sshd.pam.PamDevice;

/**
 * A method that was tried.
 *
 * @param step the method, or a device of it: {@code keyboard-interactive:pam}
 * @param key that was tried, or its certificate
 */
record Attempt(String step, Optional<PublicKey> key) {
  static Attempt by(String step) {
    return new Attempt(step, Optional.empty());
  }

  static Attempt by(PublicKey key) {
    return new Attempt("publickey", Optional.of(key));
  }

  /** Whether this server alone knows that somebody has guessed, and wrongly if it failed. */
  boolean isGuess() {
    return step.equals("password")
        || step.startsWith(Steps.INTERACTIVE + ":")
            && !step.equals(Steps.INTERACTIVE + ":" + PamDevice.NAME);
  }

  /** Whether something was typed for it: a password, or answers of a dialogue. */
  boolean isTyped() {
    return step.equals("password") || step.startsWith(Steps.INTERACTIVE);
  }

  /** As sshd's log has it. */
  private String method() {
    return step.replace(':', '/');
  }

  /**
   * In OpenSSH's words: programs that ban guessers read them.
   *
   * @param who the user, and where he comes from
   */
  String line(String outcome, String who) {
    return "%s %s for %s ssh2%s"
        .formatted(outcome, method(), who, key.map(each -> ": " + KeyNames.of(each)).orElse(""));
  }

  /** Why it fails where nothing else is in its way. */
  String failure() {
    return switch (step) {
      case "publickey" -> "key not accepted";
      case "password", "none" -> "wrong password";
      default -> "wrong answer";
    };
  }

  /** As ExposeAuthInfo of sshd_config(5) shows it, in a line. */
  String information() {
    return method() + key.map(each -> " " + new PublicKeyLine("", each, "")).orElse("") + "\n";
  }
}
