package org.sshlite.protocol.connection;

/** When data of any channel last came on a connection. Loop only; the clock is passed in. */
final class LastArrival {
  private long nanoTime;

  /** How long nothing had come until now, in nanoseconds. */
  long pause(long now) {
    return now - nanoTime;
  }

  void set(long now) {
    nanoTime = now;
  }
}
