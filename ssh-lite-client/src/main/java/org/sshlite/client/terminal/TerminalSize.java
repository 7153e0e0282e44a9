package org.sshlite.client.terminal;

/** Of a terminal, in characters; 0 where it is not known. */
public record TerminalSize(int columns, int rows) {
  static final TerminalSize UNKNOWN = new TerminalSize(0, 0);
}
