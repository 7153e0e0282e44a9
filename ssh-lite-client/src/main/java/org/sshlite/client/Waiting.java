package org.sshlite.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/** The blocking form of an asynchronous call, and the other way round. */
final class Waiting {
  private Waiting() {}

  /** Waits; failures are {@link Failures#here}. */
  static <T> T on(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw Failures.here(e.getCause());
    }
  }

  /** As {@link #on}; who waits no longer wants it no longer. */
  static <T> T orCancel(CompletableFuture<T> future) throws IOException {
    try {
      return on(future);
    } catch (InterruptedIOException e) {
      future.cancel(false);
      throw e;
    }
  }

  /**
   * Makes a call on a thread of its own. Cancelling the future interrupts it.
   *
   * @param unwanted takes a result that came although nobody waits any more
   */
  static <T> CompletableFuture<T> async(String name, Callable<T> call, Consumer<T> unwanted) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread calling =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    T value = call.call();
                    if (!result.complete(value)) {
                      unwanted.accept(value);
                    }
                  } catch (Throwable e) { // an Error too: somebody waits
                    result.completeExceptionally(e);
                  }
                });
    result.whenComplete(
        (_, _) -> {
          if (result.isCancelled()) {
            calling.interrupt();
          }
        });
    try {
      Threads.start(calling);
    } catch (NoThreadException e) {
      result.completeExceptionally(e);
    }
    return result;
  }
}
