package org.sshlite.protocol.connection;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Calls that wait, in threads of their own. */
final class Waiting {
  private Waiting() {}

  /** Starts the call and returns when its thread waits. */
  static <T> CompletableFuture<T> inThread(Callable<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    result.complete(call.call());
                  } catch (Throwable e) {
                    result.completeExceptionally(e);
                  }
                });
    await().until(() -> thread.getState() == Thread.State.WAITING || result.isDone());
    return result;
  }
}
