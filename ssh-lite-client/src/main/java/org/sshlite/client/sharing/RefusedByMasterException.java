package org.sshlite.client.sharing;

import java.io.IOException;

/** The master answers no, or nonsense; the message says what, in one line. */
public final class RefusedByMasterException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedByMasterException(String message) {
    super(message);
  }
}
