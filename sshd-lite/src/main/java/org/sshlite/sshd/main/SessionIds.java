package org.sshlite.sshd.main;

import java.util.BitSet;

/**
 * Numbers of the sessions of a connection that are open, each the lowest that is free. Any thread.
 */
final class SessionIds {
  private final BitSet taken = new BitSet();

  synchronized int take() {
    int id = taken.nextClearBit(0);
    taken.set(id);
    return id;
  }

  synchronized void giveBack(int id) {
    taken.clear(id);
  }
}
