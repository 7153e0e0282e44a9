package org.sshlite.client.terminal;

import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;

/** Of a terminal, in characters and in pixels; 0 where it is not known. */
public record TerminalSize(int columns, int rows, int widthPixels, int heightPixels) {
  static final TerminalSize UNKNOWN = new TerminalSize(0, 0, 0, 0);

  /** Asks for a terminal of this size, RFC 4254 §6.2. */
  public SessionRequest.PtyRequest ptyRequest(String type, TerminalModes modes) {
    return new SessionRequest.PtyRequest(type, columns, rows, widthPixels, heightPixels, modes);
  }

  /** Tells that it has this size now, RFC 4254 §6.7. */
  public SessionRequest.WindowChange windowChange() {
    return new SessionRequest.WindowChange(columns, rows, widthPixels, heightPixels);
  }
}
