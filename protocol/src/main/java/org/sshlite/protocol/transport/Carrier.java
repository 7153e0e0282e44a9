package org.sshlite.protocol.transport;

import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What a connection asks of whoever carries its bytes: a socket on an event loop, a pair of
 * streams, or a test. The carrier's owner thread is "the loop".
 */
public interface Carrier {
  /** There is output: ask {@code nextOutput} soon. Loop only. */
  void outputReady();

  /**
   * Runs a task on the loop. Any thread; a task given by the loop runs later.
   *
   * @return whether it will run: not when the loop has ended
   */
  boolean execute(Runnable task);

  /** The loop itself: with Netty below, its EventLoop. Any thread. */
  Executor loop();

  /** Runs a task that may wait on a virtual thread. Any thread. */
  void offLoop(Runnable task);

  /** Whether the carrier should go on reading from the peer. Loop only. */
  void reading(boolean on);

  /**
   * Asks routers on the way to treat the bytes so from now on, where there is an IP header. Loop
   * only.
   *
   * @param field the IP header's that holds the DSCP, RFC 2474
   */
  default void serviceClass(int field) {}

  /** The deadline may have changed: ask for it. Loop only. */
  void deadlineChanged();

  /** Sends what output there is, then closes. Loop only. */
  void close();

  /**
   * Runs a task, which may end this process, once what {@link #close} sends is out of it, or never
   * will be. Any thread.
   */
  default void whenSent(Runnable task) {
    boolean runs = false;
    try {
      runs = execute(task);
    } finally {
      if (!runs) {
        task.run();
      }
    }
  }

  /** The clock of all deadlines, as {@link System#nanoTime}. */
  long nanoTime();

  /** Whether the calling thread is the loop. */
  boolean inLoop();

  /** Whom the bytes go to, for a log: safe to print, and empty where that is not known. */
  default String peer() {
    return "";
  }

  /** Where it is connected here; empty where that is no address of a network. */
  default Optional<Endpoint> local() {
    return Optional.empty();
  }

  /** Where it is connected there; as {@link #local}. */
  default Optional<Endpoint> remote() {
    return Optional.empty();
  }

  /** Arrays shared by the connections of this loop. */
  LoopArrays arrays();
}
