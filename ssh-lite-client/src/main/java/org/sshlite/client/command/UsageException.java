package org.sshlite.client.command;

/** A command line that cannot be understood. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line without a newline
   * @param withUsage whether the usage is to be shown after it
   */
  private UsageException(String message, boolean withUsage) {
    super(withUsage ? message + (message.isEmpty() ? "" : "\n") + Usage.TEXT : message);
  }

  static UsageException of(String message) {
    return new UsageException(message, false);
  }

  static UsageException showingUsage(String message) {
    return new UsageException(message, true);
  }
}
