package org.sshlite.client.sftp;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** Which of our streams are terminals, and how wide. */
final class Terminals {
  private static final int USUAL_COLUMNS = 80;

  private final String known = System.getProperty("ssh-lite.terminals", "");

  boolean in() {
    return known.contains("0");
  }

  boolean out() {
    return known.contains("1");
  }

  boolean err() {
    return known.contains("2");
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
