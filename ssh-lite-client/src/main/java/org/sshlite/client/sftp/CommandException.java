package org.sshlite.client.sftp;

/** One command could not be done; the message is for stderr, names in it are escaped. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }
}
