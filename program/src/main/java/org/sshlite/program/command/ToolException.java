package org.sshlite.program.command;

/** Ends a run: what the user is told, and the exit status. */
public final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  /** fatal() in OpenSSH's programs. */
  private static final int FATAL = 255;

  private final int status;
  private final boolean usage;

  private ToolException(int status, String message, boolean usage) {
    super(message);
    this.status = status;
    this.usage = usage;
  }

  /**
   * What OpenSSH's programs exit with 255 for.
   *
   * @param message one line, safe to print
   */
  public static ToolException fatal(String message) {
    return new ToolException(FATAL, message, false);
  }

  /** Ends the run with a status of its own; nothing is told where {@code message} is empty. */
  public static ToolException ending(int status, String message) {
    return new ToolException(status, message, false);
  }

  /** A command line that cannot be understood: the usage is shown below the message. */
  public static ToolException usage(String message) {
    return new ToolException(1, message, true);
  }

  public int status() {
    return status;
  }

  public boolean showsUsage() {
    return usage;
  }

  /** One line, or empty. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
