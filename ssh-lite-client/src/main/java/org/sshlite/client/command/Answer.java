package org.sshlite.client.command;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What the far end is asked for, and has to be there before the next step. */
final class Answer {
  private Answer() {}

  /**
   * Waits for it.
   *
   * @throws IOException what it failed with; when interrupted an {@link InterruptedIOException}
   */
  static <T> T await(CompletableFuture<T> asked) throws IOException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure
          ? failure
          : new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
