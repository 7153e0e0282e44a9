package org.sshlite.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The blocking form of an asynchronous call. */
final class Waiting {
  private Waiting() {}

  static <T> T on(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** The cause of an asynchronous failure as a blocking call throws it. */
  static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case CompletionException e when e.getCause() != null -> failure(e.getCause());
      default -> new IOException(cause);
    };
  }
}
