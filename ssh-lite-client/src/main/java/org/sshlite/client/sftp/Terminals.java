package org.sshlite.client.sftp;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import org.sshlite.program.stream.StandardStream;

/** Which of our streams are terminals, and how wide. */
final class Terminals {
  private static final int USUAL_COLUMNS = 80;

  boolean in() {
    return StandardStream.IN.isTerminal();
  }

  boolean out() {
    return StandardStream.OUT.isTerminal();
  }

  boolean err() {
    return StandardStream.ERR.isTerminal();
  }

  int columns() {
    if (!in()) {
      return USUAL_COLUMNS;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int columns = Integer.parseInt(size.strip().split(" ")[1]);
      return columns > 0 ? columns : USUAL_COLUMNS;
    } catch (IOException | RuntimeException e) {
      return USUAL_COLUMNS;
    }
  }
}
