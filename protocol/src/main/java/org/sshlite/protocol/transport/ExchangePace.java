package org.sshlite.protocol.transport;

import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;

/**
 * How often a server makes new keys because its client asks for them, RFC 4253 §9: each exchange
 * costs it some milliseconds and a signature, and the client next to nothing. Loop only.
 */
final class ExchangePace {
  /**
   * Exchanges before the login, besides the first: for a client that counts bytes from there on.
   * OpenSSH's server makes none.
   */
  private static final int MAXIMUM_BEFORE_AUTHENTICATION = 3;

  /** Exchanges that a user may ask for at once: an ssh whose RekeyLimit is tiny does. */
  private static final int MOST_AT_ONCE = 100;

  /** Time in which there is one more: ten in a second cost a tenth of a processor at most. */
  private static final long NANOS_OF_EACH = 100_000_000;

  private int early;

  /** When all that was asked for is made up for. */
  private long settled;

  void begin(long now) {
    settled = now;
  }

  /** A client that nobody knows yet asks for new keys. */
  void asksEarly() throws RefusedException {
    if (++early > MAXIMUM_BEFORE_AUTHENTICATION) {
      throw new RefusedException(
          new Refusal.LimitExceeded("too many key exchanges before authentication"));
    }
  }

  /** A user asks for new keys: nanoseconds until he gets on with it, 0 or less for at once. */
  long asks(long now) {
    if (settled - now < 0) {
      settled = now;
    }
    settled += NANOS_OF_EACH;
    return settled - now - MOST_AT_ONCE * NANOS_OF_EACH;
  }
}
