package org.sshlite.tests.mitm;

import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.Aftermath;
import org.sshlite.mitm.catalogue.Attack;
import org.sshlite.mitm.catalogue.Harm;
import org.sshlite.mitm.catalogue.Knowledge;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.evidence.Evidence;

/** A manipulation by, or in front of, a host that the client has never seen. */
record FirstVisit(Manipulation of) implements Manipulation {
  @Override
  public About about() {
    return of.about();
  }

  @Override
  public Knowledge knowledge() {
    return Knowledge.UNKNOWN;
  }

  @Override
  public Harm harm() {
    return of.harm();
  }

  @Override
  public Attack attack() {
    return of.attack();
  }

  @Override
  public void inspect(Aftermath aftermath, Evidence evidence) {
    of.inspect(aftermath, evidence);
  }
}
