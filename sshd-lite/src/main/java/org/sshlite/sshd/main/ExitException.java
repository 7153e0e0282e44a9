package org.sshlite.sshd.main;

/** The program ends here: with a message for stderr, or none, and a status. */
final class ExitException extends Exception {
  private static final long serialVersionUID = 1L;

  /** sshd's for what the user got wrong on the command line. */
  static final int USAGE = 1;

  /** sshd's for everything fatal. */
  static final int FATAL = 255;

  /** A JVM's own, by -XX:+ExitOnOutOfMemoryError: whoever supervises it starts the next one. */
  static final int OUT_OF_MEMORY = 3;

  private final int status;

  /**
   * @param message one line, or empty when all is said
   */
  ExitException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
