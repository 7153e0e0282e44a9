package org.sshlite.mitm.bench;

/** The client command fails without any manipulation, so nothing can be learned with it. */
public final class ControlFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  ControlFailedException(String message) {
    super(message);
  }
}
