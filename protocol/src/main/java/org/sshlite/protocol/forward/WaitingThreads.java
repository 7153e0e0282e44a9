package org.sshlite.protocol.forward;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * Threads for what waits for names and for the disk, which holds its thread: on virtual threads
 * some names that nobody resolves would hold all of this process. Any thread.
 */
final class WaitingThreads implements Executor {
  /** Threads; how many may want one is limited with channels and requests. */
  private static final int MAXIMUM_WAITING = 16;

  /** Most connections forward nothing: made when something has to wait. */
  private @Nullable ThreadPoolExecutor threads;

  private boolean ended;

  /**
   * @throws RejectedExecutionException in the system's words, where it gives no thread
   */
  @Override
  public void execute(Runnable task) {
    try {
      try {
        Threads.execute(threads(), task);
      } catch (RejectedExecutionException _) {
        Threads.daemon("forward-wait", task); // ended meanwhile, as it will find
      }
    } catch (NoThreadException e) {
      if (!leave(task)) {
        throw new RejectedExecutionException(e.getMessage(), e);
      }
    }
  }

  /** To a thread that is there already, for when it has nothing else to do. False if none is. */
  private synchronized boolean leave(Runnable task) {
    return threads != null && threads.getPoolSize() > 0 && threads.getQueue().offer(task);
  }

  private synchronized ThreadPoolExecutor threads() {
    if (threads == null) {
      threads =
          new ThreadPoolExecutor(
              MAXIMUM_WAITING,
              MAXIMUM_WAITING,
              1,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              Thread.ofPlatform().daemon().name("forward-wait").factory());
      threads.allowCoreThreadTimeOut(true);
      if (ended) {
        threads.shutdown();
      }
    }
    return threads;
  }

  /** What was given before is still done. */
  synchronized void end() {
    ended = true;
    if (threads != null) {
      threads.shutdown();
    }
  }
}
