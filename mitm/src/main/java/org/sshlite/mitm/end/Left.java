package org.sshlite.mitm.end;

import java.io.IOException;

/** The server has ended the connection; the message is how. */
public final class Left extends IOException {
  private static final long serialVersionUID = 1L;

  Left(String how) {
    super(how);
  }
}
