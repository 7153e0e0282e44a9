package org.sshlite.client.sharing;

import java.io.IOException;

/** The master answers no, or nonsense; the message says what, in one line. */
public final class RefusedByMasterException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean denied;

  RefusedByMasterException(String message) {
    this(message, false);
  }

  /**
   * @param denied by whom the master asked, its user
   */
  RefusedByMasterException(String message, boolean denied) {
    super(message);
    this.denied = denied;
  }

  /** One line, in ssh's words. */
  public String of(String asked) {
    return denied
        ? "Master refused " + asked + " request: " + getMessage()
        : asked + " request failed: " + getMessage();
  }
}
