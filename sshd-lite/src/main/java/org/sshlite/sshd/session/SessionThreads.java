package org.sshlite.sshd.session;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lends platform threads to sessions, three or four to each. No more than those need: their number
 * is limited by MaxSessions and by how many of a connection may be ending at once.
 */
final class SessionThreads {
  /**
   * To make a thread and end it costs 0.1 ms, a fifth of a short command's with four of them. One
   * second bridges commands on end, and holds nothing for long.
   */
  private static final long IDLE_SECONDS = 1;

  private static final Executor SHARED =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("session-thread-", 1).factory());

  private SessionThreads() {}

  /** Those of this process. */
  static Executor shared() {
    return SHARED;
  }
}
