package org.sshlite.client;

import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;

/**
 * The terminal that a program is to have, RFC 4254 §6.2.
 *
 * @param type the value for TERM
 * @param columns characters; 0 for unknown, as {@code rows}
 */
public record PseudoTerminal(String type, int columns, int rows, TerminalModes modes) {
  /** With the host's usual modes. */
  public PseudoTerminal(String type, int columns, int rows) {
    this(type, columns, rows, TerminalModes.NONE);
  }

  SessionRequest request() {
    return new SessionRequest.PtyRequest(type, columns, rows, 0, 0, modes);
  }
}
