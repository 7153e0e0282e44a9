package org.sshlite.sshd.session;

/** What runs in a session: a process of the system, or a subsystem inside this JVM. */
sealed interface Running permits RunningChild, RunningSubsystem {
  /**
   * Sends a signal of RFC 4254 §6.9.
   *
   * @return whether there is anything that takes it
   */
  boolean signal(String name);

  /** The channel is closed: ends what is left, and returns once it has ended. */
  void close();
}
