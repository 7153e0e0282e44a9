package org.sshlite.sftp.wire;

/** Error/status codes, filexfer-02 §7. */
public enum StatusCode {
  OK("Success"),
  /** Behind the last byte of a file, or the last name of a folder. */
  EOF("End of file"),
  NO_SUCH_FILE("No such file"),
  PERMISSION_DENIED("Permission denied"),
  FAILURE("Failure"),
  BAD_MESSAGE("Bad message"),
  NO_CONNECTION("No connection"),
  CONNECTION_LOST("Connection lost"),
  OP_UNSUPPORTED("Operation unsupported"),
  /** One that version 3 does not have. */
  UNKNOWN("Unknown error");

  private static final StatusCode[] BY_NUMBER = values();

  private final String message;

  StatusCode(String message) {
    this.message = message;
  }

  public static StatusCode of(int number) {
    return number >= 0 && number < UNKNOWN.ordinal() ? BY_NUMBER[number] : UNKNOWN;
  }

  /** The number on the wire. */
  public int number() {
    return ordinal();
  }

  /** As OpenSSH's server words it. */
  public String message() {
    return message;
  }
}
