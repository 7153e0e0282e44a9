package org.sshlite.program.stream;

import java.io.IOException;

/** What is written can reach nobody any more: a broken pipe, a terminal that was hung up. */
public final class ReaderGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  ReaderGoneException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
