package org.sshlite.protocol.connection;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.transport.LoopArrays;

/**
 * All that channels and requests see of what lies below them: a way out for messages, the loop, and
 * its clock.
 */
interface Link {
  /** Sends a message, in order with others. Loop only. */
  void send(Message message);

  /** There is channel data: it will be pulled soon. Loop only. */
  void outputReady();

  /**
   * Runs a task on the loop. Any thread; a task given by the loop runs later.
   *
   * @return whether it will run: not when the loop has ended
   */
  boolean execute(Runnable task);

  /** Whether the calling thread is the loop. */
  boolean inLoop();

  /** As {@link #execute(Runnable)}, but at once where the calling thread is the loop. */
  default boolean executeNow(Runnable task) {
    if (inLoop()) {
      task.run();
      return true;
    }
    return execute(task);
  }

  /** The loop itself: with Netty below, its EventLoop. Any thread. */
  Executor loop();

  /** Runs a task that may wait. Any thread. */
  void offLoop(Runnable task);

  /** The clock, as {@link System#nanoTime}. */
  long nanoTime();

  /** The loop's spare arrays. Loop only. */
  LoopArrays arrays();

  /** As {@link #execute(Runnable)}; where there is no loop any more, {@code result} says so. */
  default void execute(Runnable task, CompletableFuture<?> result) {
    if (!execute(task)) {
      result.completeExceptionally(new ConnectionEndedException(new Ending.Closed()));
    }
  }

  /** Completes an application's future, but not on the loop: what depends on it may wait. */
  default <T> void complete(CompletableFuture<T> future, T value) {
    offLoop(() -> future.complete(value));
  }

  /** As {@link #complete}. */
  default void fail(CompletableFuture<?> future, IOException reason) {
    offLoop(() -> future.completeExceptionally(reason));
  }
}
