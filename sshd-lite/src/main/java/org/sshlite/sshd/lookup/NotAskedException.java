package org.sshlite.sshd.lookup;

/** A question was not asked: too many are, or no thread could do it. */
public final class NotAskedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** In the words of the log. */
  public NotAskedException(String message) {
    super(message);
  }
}
