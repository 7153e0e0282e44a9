package org.sshlite.sshd.auth;

/** Whether a line of a file lets a key in, and if so, to what. */
sealed interface KeyVerdict {
  record Granted(KeyGrant grant) implements KeyVerdict {}

  /**
   * @param reason one line, safe to print
   */
  record Refused(String reason) implements KeyVerdict {}
}
