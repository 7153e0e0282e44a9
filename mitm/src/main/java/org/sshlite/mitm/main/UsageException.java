package org.sshlite.mitm.main;

/** A command line that can't be understood; the message is one line for its user. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
