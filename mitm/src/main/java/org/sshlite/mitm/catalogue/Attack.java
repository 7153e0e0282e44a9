package org.sshlite.mitm.catalogue;

import org.sshlite.mitm.end.Conduct;
import org.sshlite.mitm.wire.Alteration;

/** One manipulation at work on one connection. */
public record Attack(Alteration alteration, Conduct conduct) {
  /** On the wire; the server is honest. */
  public static Attack on(Alteration alteration) {
    return new Attack(alteration, Conduct.honest());
  }

  /** By the server's end. */
  public static Attack by(Conduct conduct) {
    return new Attack(Alteration.none(), conduct);
  }
}
