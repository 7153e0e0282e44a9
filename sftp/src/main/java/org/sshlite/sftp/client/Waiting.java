package org.sshlite.sftp.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The blocking form of an asynchronous call. */
final class Waiting {
  private Waiting() {}

  static <T> T on(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw again(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** As {@link #on}; who is interrupted does not want it any more. */
  static <T> T orGiveUp(CompletableFuture<T> future) throws IOException {
    try {
      return on(future);
    } catch (InterruptedIOException e) {
      future.cancel(false);
      throw e;
    }
  }

  /**
   * Starts a virtual thread.
   *
   * @throws IOException in the system's words, when it gives no thread to carry it
   */
  static void start(Thread thread) throws IOException {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The flag stays set, as everywhere where an exception that is not Interrupted- is thrown. */
  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /** What another thread met, as an exception of this one: its stack tells who waited. */
  static IOException again(Throwable cause) {
    return switch (cause) {
      case SftpException refused -> refused.again();
      case LocalFileException local -> new LocalFileException(local.getMessage());
      default -> new IOException(cause.getMessage(), cause);
    };
  }
}
