package org.sshlite.protocol.connection;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs the tasks of one channel one after another, each on a virtual thread, in the order they were
 * given by the loop. Given and counted on the loop.
 */
final class SerialWork {
  private final Consumer<Runnable> offLoop;
  private final Predicate<Runnable> loop;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  /**
   * @param loop runs a task on the loop, or says no when the loop has ended
   */
  SerialWork(Consumer<Runnable> offLoop, Predicate<Runnable> loop) {
    this.offLoop = offLoop;
    this.loop = loop;
  }

  /** Loop only. */
  void add(Runnable task) {
    waiting.add(task);
    if (!running) {
      next();
    }
  }

  /** Whether nothing runs or waits. Loop only. */
  boolean isIdle() {
    return !running;
  }

  /** Tasks that wait: what a peer can make us remember. Loop only. */
  int waiting() {
    return waiting.size();
  }

  private void goOn() {
    if (!loop.test(this::next)) {
      // nobody else is left: what waits, such as the news of the end, comes in this thread
      Runnable task;
      while ((task = waiting.poll()) != null) {
        task.run();
      }
    }
  }

  private void next() {
    Runnable task = waiting.poll();
    running = task != null;
    if (task != null) {
      offLoop.accept(
          () -> {
            try {
              task.run();
            } finally {
              goOn();
            }
          });
    }
  }
}
