package org.sshlite.protocol.thread;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Begins threads. When there are as many as there may be, the JVM says so by an OutOfMemoryError,
 * which would end whoever asks: a loop, a session of somebody else's. Here it is an exception to be
 * told. Any thread.
 */
public final class Threads {
  private Threads() {}

  /** Starts one of the platform that does not keep the process alive: for what waits in a call. */
  public static Thread daemon(String name, Runnable work) throws NoThreadException {
    return started(() -> Thread.ofPlatform().daemon().name(name).unstarted(work));
  }

  /** Starts a virtual one: there may be no carrier, and no thread to become one. */
  public static Thread virtual(String name, Runnable work) throws NoThreadException {
    return started(() -> Thread.ofVirtual().name(name).unstarted(work));
  }

  /** Starts one that was made. */
  public static void start(Thread thread) throws NoThreadException {
    started(() -> thread);
  }

  private static Thread started(Supplier<Thread> made) throws NoThreadException {
    return begun(
        () -> {
          Thread thread = made.get();
          thread.start();
          return thread;
        });
  }

  /** Gives work to threads, which may have to begin one for it. */
  public static void execute(Executor threads, Runnable work) throws NoThreadException {
    begun(
        () -> {
          threads.execute(work);
          return threads;
        });
  }

  /**
   * Does what may begin a thread, such as the first use of a clock.
   *
   * @param beginning for which that is the one reason to run out of memory
   */
  public static <T> T begun(Supplier<T> beginning) throws NoThreadException {
    try {
      return beginning.get();
    } catch (OutOfMemoryError e) {
      throw new NoThreadException(e);
    }
  }
}
