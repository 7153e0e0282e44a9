package org.sshlite.sftp.client;

import java.io.IOException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sftp.wire.Response;
import org.sshlite.sftp.wire.StatusCode;

/** The server did not do what it was asked, filexfer-02 §7. The session goes on. */
public final class SftpException extends IOException {
  private static final long serialVersionUID = 1L;

  private final StatusCode code;
  private final String serverMessage;

  private SftpException(StatusCode code, String message, String serverMessage) {
    super(message);
    this.code = code;
    this.serverMessage = serverMessage;
  }

  SftpException(StatusCode code, String message) {
    this(code, message, "");
  }

  static SftpException of(Response.Status status) {
    String words = Printable.line(status.message());
    // FAILURE says nothing by itself: a server that knows more is heard
    boolean telling = status.code() == StatusCode.FAILURE && !words.isBlank();
    return new SftpException(status.code(), telling ? words : reason(status.code()), words);
  }

  static SftpException unsupported(String extension) {
    return new SftpException(
        StatusCode.OP_UNSUPPORTED,
        "Server does not support " + Printable.line(extension) + " extension");
  }

  /** The same, with what was tried in front of it. */
  public SftpException during(String what) {
    SftpException named = new SftpException(code, what + ": " + getMessage(), serverMessage);
    named.initCause(this);
    return named;
  }

  /** The same, met by another thread. */
  SftpException again() {
    SftpException again = new SftpException(code, getMessage(), serverMessage);
    again.initCause(this);
    return again;
  }

  public StatusCode code() {
    return code;
  }

  /** The server's own words, escaped; empty where it has none. */
  public String serverMessage() {
    return serverMessage;
  }

  /** As OpenSSH's client words it. */
  private static String reason(StatusCode code) {
    return switch (code) {
      case OK -> "No error";
      case NO_SUCH_FILE -> "No such file or directory";
      case UNKNOWN -> "Unknown status";
      default -> code.message();
    };
  }
}
