package org.sshlite.sftp.server;

import java.io.IOException;
import org.sshlite.sftp.wire.StatusCode;

/** What was asked for was not done: the answer is this status. */
public final class StatusException extends IOException {
  private static final long serialVersionUID = 1L;

  private final StatusCode code;

  /** With the code's own words. */
  public StatusException(StatusCode code) {
    this(code, code.message());
  }

  /**
   * @param message for the client's user
   */
  public StatusException(StatusCode code, String message) {
    super(message);
    this.code = code;
  }

  public StatusCode code() {
    return code;
  }

  /** An answer is data: where it was found helps nobody, and costs more than most requests. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
