package org.sshlite.knownhosts;

import org.sshlite.crypto.wire.Printable;

/**
 * A line of a file.
 *
 * @param file the path as it was given, or what stands for it when lines came from a command
 * @param line counted from 1
 */
public record Location(String file, int line) {
  /** {@code file:line}, safe to print. */
  @Override
  public String toString() {
    return Printable.line(file) + ":" + line;
  }
}
