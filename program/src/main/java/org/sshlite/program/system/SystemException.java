package org.sshlite.program.system;

import java.io.IOException;

/** A function of the system failed. */
public final class SystemException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  public SystemException(String function, int errno) {
    super(function + ": " + Libc.message(errno));
    this.errno = errno;
  }

  /** The system's error number. */
  public int errno() {
    return errno;
  }
}
