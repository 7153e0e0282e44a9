package org.sshlite.mitm.end;

import java.io.IOException;

/** The peer left in good order, or there is nothing more to be done with it. */
public final class Gone extends IOException {
  private static final long serialVersionUID = 1L;

  public Gone(String why) {
    super(why);
  }
}
