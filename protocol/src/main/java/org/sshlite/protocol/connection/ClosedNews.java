package org.sshlite.protocol.connection;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** That a channel is closed, for whoever asks to be told: of most, nobody does. Any thread. */
final class ClosedNews {
  private @Nullable CompletableFuture<Void> asked;
  private boolean closed;

  /** Completes when it is. */
  synchronized CompletableFuture<Void> future() {
    if (asked == null) {
      asked = new CompletableFuture<>();
      if (closed) {
        asked.complete(null);
      }
    }
    return asked.copy();
  }

  /**
   * It is closed.
   *
   * @return what is to be completed, not on the loop; null when nobody has asked
   */
  synchronized @Nullable CompletableFuture<Void> closed() {
    closed = true;
    return asked;
  }
}
