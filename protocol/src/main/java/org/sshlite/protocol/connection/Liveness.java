package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * Time limits of one connection. A server gives its peer the login grace time, all in all; a client
 * gives the server as much for the key exchange, and for each answer until it is logged in, not
 * counting what its own user takes. Then, signs of life (keepalive@openssh.com). Loop only; the
 * clock is passed in.
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
  private final long grace;
  private long graceEnds;
  private long askingSince;
  private long silentSince;
  private long asked;
  private int unanswered;
  private boolean asking;
  private boolean ready;
  private boolean authenticated;

  Liveness(Role role, TransportOptions options, long now) {
    this.role = role;
    interval = options.aliveInterval().toNanos();
    countMaximum = options.aliveCountMaximum();
    grace = options.loginGrace().toNanos();
    graceEnds = now + grace;
    silentSince = now;
    asked = now;
  }

  /** Anything that came is a sign of life. */
  void heard(long now) {
    silentSince = now;
    asked = now;
    unanswered = 0;
    if (ready && role.isClient()) {
      graceEnds = now + grace;
    }
  }

  /** There are keys. */
  void ready(long now) {
    ready = true;
    heard(now);
  }

  /**
   * While this side asks its user, or computes, nothing is heard of the peer, and it is not to
   * blame. Only a server's grace time goes on: its peer is what it asks about.
   */
  void asking(boolean begins, long now) {
    asking = begins;
    if (begins) {
      askingSince = now;
      return;
    }
    asked = now;
    if (role.isClient()) {
      graceEnds += now - askingSince;
    }
  }

  private boolean graceStandsStill() {
    return asking && role.isClient();
  }

  void authenticated(long now) {
    authenticated = true;
    heard(now);
  }

  Due tick(long now) throws RefusedException {
    if (!authenticated) {
      if (grace > 0 && !graceStandsStill() && now - graceEnds >= 0) {
        throw new RefusedException(
            new Refusal.TimedOut(role.isClient() ? "the server" : "authentication"));
      }
      return Due.NOTHING;
    }
    if (interval == 0 || asking || now - asked < interval) {
      return Due.NOTHING;
    }
    if (unanswered >= countMaximum && !asksOnly()) {
      throw new RefusedException(
          new Refusal.TimedOut(
              "a sign of life of the peer, silent for %d s"
                  .formatted((now - silentSince) / 1_000_000_000L)));
    }
    unanswered++;
    asked = now;
    return Due.ASK;
  }

  /** sshd_config: a ClientAliveCountMax of 0 disables connection termination. */
  private boolean asksOnly() {
    return countMaximum == 0 && !role.isClient();
  }

  /** When {@link #tick} is wanted; Long.MAX_VALUE for never. */
  long deadline() {
    if (!authenticated) {
      return grace == 0 || graceStandsStill() ? Long.MAX_VALUE : graceEnds;
    }
    return interval == 0 || asking ? Long.MAX_VALUE : asked + interval;
  }
}
