package org.sshlite.mitm.end;

import java.io.IOException;

/** The client left in good order, or a manipulation is done with it. */
public final class Gone extends IOException {
  private static final long serialVersionUID = 1L;

  public Gone(String why) {
    super(why);
  }
}
