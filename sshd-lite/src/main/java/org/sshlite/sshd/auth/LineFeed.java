package org.sshlite.sshd.auth;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * Searches on a thread of its own, so that one with the rights of another user reads his file and
 * does nothing else. Who reads waits for who searches: two pieces are held and no more.
 *
 * <p>The searcher is a virtual thread, which each piece wakes. That no carrier is born of that,
 * with the rights of the user for ever, is by {@link org.sshlite.protocol.thread.Carriers}, which a
 * server keeps before anybody logs in.
 */
final class LineFeed<T> {
  private static final byte[] END = {};
  private static final byte[] CUT = {};

  private final LineSearch<T> search;
  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(1);
  private final CompletableFuture<Optional<T>> answer = new CompletableFuture<>();

  LineFeed(LineSearch<T> search) throws NoThreadException {
    this.search = search;
    Threads.virtual("lines", this::search);
  }

  private void search() {
    try {
      boolean ended = false;
      while (!ended && search.answer().isEmpty()) {
        byte[] piece = pieces.take();
        ended = piece == END || piece == CUT;
        if (piece == END) {
          search.end();
        } else if (piece != CUT) {
          search.add(piece, piece.length);
        }
        room.release();
      }
      answer.complete(search.answer());
    } catch (InterruptedException | RuntimeException | Error e) {
      answer.completeExceptionally(e);
    } finally {
      room.release();
    }
  }

  /**
   * The next piece, copied.
   *
   * @return whether more is wanted
   */
  boolean add(byte[] bytes, int count) {
    room.acquireUninterruptibly();
    pieces.add(Arrays.copyOf(bytes, count));
    return !answer.isDone();
  }

  /**
   * There is no more to come.
   *
   * @param whole whether that was all; if not, what is there of a line is none
   */
  void end(boolean whole) {
    pieces.add(whole ? END : CUT);
  }

  /** What came of it; waits for that. */
  Optional<T> answer() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw new AssertionError(e);
      }
    }
  }
}
