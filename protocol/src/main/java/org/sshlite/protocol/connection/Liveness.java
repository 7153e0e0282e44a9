package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * Time limits of one connection: the login grace time, and signs of life (keepalive@openssh.com).
 * Loop only; the clock is passed in.
 */
final class Liveness {
  /** What is due. */
  enum Due {
    NOTHING,
    /** The peer was silent: ask it for a sign of life. */
    ASK
  }

  private final Role role;
  private final long interval;
  private final int countMaximum;
  private long graceEnds;
  private long silentSince;
  private long asked;
  private int unanswered;
  private boolean authenticated;

  Liveness(Role role, TransportOptions options, long now) {
    this.role = role;
    interval = options.aliveInterval().toNanos();
    countMaximum = options.aliveCountMaximum();
    long grace = options.loginGrace().toNanos();
    graceEnds = grace > 0 ? now + grace : Long.MAX_VALUE;
    silentSince = now;
    asked = now;
  }

  /** Anything that came is a sign of life. */
  void heard(long now) {
    silentSince = now;
    asked = now;
    unanswered = 0;
  }

  /**
   * The peer speaks SSH: from here on a client's login takes as long as its user takes to answer.
   */
  void offered() {
    if (role.isClient()) {
      graceEnds = Long.MAX_VALUE;
    }
  }

  void authenticated(long now) {
    authenticated = true;
    graceEnds = Long.MAX_VALUE;
    heard(now);
  }

  Due tick(long now) throws RefusedException {
    if (!authenticated) {
      if (graceEnds != Long.MAX_VALUE && now - graceEnds >= 0) {
        throw new RefusedException(
            new Refusal.TimedOut(role.isClient() ? "the server's key exchange" : "authentication"));
      }
      return Due.NOTHING;
    }
    if (interval == 0 || now - asked < interval) {
      return Due.NOTHING;
    }
    if (unanswered >= countMaximum) {
      throw new RefusedException(
          new Refusal.TimedOut(
              "a sign of life of the peer, silent for %d s"
                  .formatted((now - silentSince) / 1_000_000_000L)));
    }
    unanswered++;
    asked = now;
    return Due.ASK;
  }

  /** When {@link #tick} is wanted; Long.MAX_VALUE for never. */
  long deadline() {
    if (!authenticated) {
      return graceEnds;
    }
    return interval == 0 ? Long.MAX_VALUE : asked + interval;
  }
}
