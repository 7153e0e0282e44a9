package org.sshlite.tests.peer;

import java.nio.charset.StandardCharsets;

/**
 * What a program left behind.
 *
 * @param status its exit status; 128 and the signal's number if a signal ended it
 * @param output its standard output; empty if that went into a file
 * @param errors its standard error output
 */
public record Finished(int status, byte[] output, String errors) {
  /** The output as text. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "status " + status + "\n--- output\n" + text() + "\n--- errors\n" + errors;
  }
}
