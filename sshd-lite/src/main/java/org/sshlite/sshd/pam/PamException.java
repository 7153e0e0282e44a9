package org.sshlite.sshd.pam;

/** PAM has said no, or failed. */
final class PamException extends Exception {
  private static final long serialVersionUID = 1L;

  PamException(String message) {
    super(message);
  }

  PamException(String function, int status, String message) {
    super(function + ": " + message + " (" + status + ")");
  }
}
