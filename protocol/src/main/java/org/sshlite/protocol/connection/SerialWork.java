package org.sshlite.protocol.connection;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Runs the tasks of one channel one after another, each on a virtual thread, in the order they were
 * given by the loop. Given and counted on the loop.
 */
final class SerialWork {
  private final Consumer<Runnable> offLoop;
  private final Consumer<Runnable> loop;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  SerialWork(Consumer<Runnable> offLoop, Consumer<Runnable> loop) {
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

  /** Tasks that wait: what a peer can make us remember. Loop only. */
  int waiting() {
    return waiting.size();
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
              loop.accept(this::next);
            }
          });
    }
  }
}
