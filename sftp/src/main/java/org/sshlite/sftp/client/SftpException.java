package org.sshlite.sftp.client;

import java.io.IOException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/** The server did not do what it was asked, filexfer-02 §7. The session goes on. */
public final class SftpException extends IOException {
  private static final long serialVersionUID = 1L;

  private final StatusCode code;

  SftpException(StatusCode code, String message) {
    super(message);
    this.code = code;
  }

  static SftpException of(Response.Status status) {
    String text = status.message().isEmpty() ? status.code().message() : status.message();
    return new SftpException(status.code(), Printable.line(text));
  }

  static SftpException unsupported(String extension) {
    return new SftpException(
        StatusCode.OP_UNSUPPORTED, "the server does not know " + Printable.line(extension));
  }

  public StatusCode code() {
    return code;
  }
}
