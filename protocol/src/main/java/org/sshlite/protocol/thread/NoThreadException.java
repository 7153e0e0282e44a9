package org.sshlite.protocol.thread;

import java.io.IOException;

/** The system gives no thread; in its own words. */
public final class NoThreadException extends IOException {
  private static final long serialVersionUID = 1L;

  NoThreadException(OutOfMemoryError e) {
    super(e.getMessage(), e);
  }
}
