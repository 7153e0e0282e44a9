package org.sshlite.protocol.message;

import java.util.Optional;
import java.util.stream.Stream;

/** Reason codes of SSH_MSG_CHANNEL_OPEN_FAILURE, RFC 4254 §5.1, RFC 4250 §4.3. */
public enum OpenFailureReason {
  /** It is known, and not permitted. */
  ADMINISTRATIVELY_PROHIBITED(1),
  /** What it leads to cannot be reached. */
  CONNECT_FAILED(2),
  /** Nobody here knows what it is. */
  UNKNOWN_CHANNEL_TYPE(3),
  /** There are too many already. */
  RESOURCE_SHORTAGE(4);

  private final int code;

  OpenFailureReason(int code) {
    this.code = code;
  }

  /** The one of a code; empty when the RFC has no such code. */
  public static Optional<OpenFailureReason> of(long code) {
    return Stream.of(values()).filter(reason -> reason.code == code).findFirst();
  }

  /** The code on the wire, a uint32. */
  public int code() {
    return code;
  }
}
