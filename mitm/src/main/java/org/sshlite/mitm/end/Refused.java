package org.sshlite.mitm.end;

import org.sshlite.protocol.message.DisconnectReason;

/** The server's end does not go on. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final DisconnectReason reason;

  Refused(DisconnectReason reason, String problem) {
    super(problem);
    this.reason = reason;
  }

  DisconnectReason reason() {
    return reason;
  }
}
