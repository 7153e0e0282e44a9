package org.sshlite.client;

import java.nio.charset.StandardCharsets;

/**
 * What a command did. The arrays belong to this result.
 *
 * @param stdout all that it wrote there
 * @param stderr all that it wrote there
 */
public record ExecResult(Exit exit, byte[] stdout, byte[] stderr) {
  /** {@link #stdout} as UTF-8. */
  public String text() {
    return new String(stdout, StandardCharsets.UTF_8);
  }
}
