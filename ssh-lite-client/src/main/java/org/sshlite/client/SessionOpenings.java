package org.sshlite.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.Connection;

/**
 * Opens the session channels of one connection. Hosts have room for some at a time (MaxSessions,
 * which none of them tells): on request, what is refused waits until another has ended. Any thread.
 */
final class SessionOpenings {
  /**
   * A host may still count a session whose channel it has closed (sshd does, for a moment), so that
   * the first place that is free is not always seen.
   */
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final Connection connection;
  private final boolean queues;

  /** In the order of the calls. */
  private final Deque<CompletableFuture<SessionChannel>> waiting = new ArrayDeque<>();

  /** Open, or asked for. */
  private int open;

  /** Whether the first that waits is asked for again soon, whatever ends or not. */
  private boolean askedSoon;

  SessionOpenings(Connection connection, boolean queues) {
    this.connection = connection;
    this.queues = queues;
  }

  /** Cancelling it gives the place up. */
  CompletableFuture<SessionChannel> open() {
    CompletableFuture<SessionChannel> result = new CompletableFuture<>();
    int others;
    synchronized (this) {
      if (!waiting.isEmpty()) {
        waiting.add(result);
        return result;
      }
      others = open++;
    }
    ask(result, others);
    return result;
  }

  private void ask(CompletableFuture<SessionChannel> result, int others) {
    SessionChannel.open(connection)
        .whenComplete(
            (channel, failure) -> {
              if (channel == null) {
                refused(
                    result,
                    others,
                    Failures.of(failure) instanceof ChannelFailedException e ? e : null,
                    failure);
                return;
              }
              channel.exit().whenComplete((_, _) -> ended());
              if (!result.complete(channel)) {
                channel.close();
              }
            });
  }

  private void refused(
      CompletableFuture<SessionChannel> result,
      int others,
      @Nullable ChannelFailedException refusal,
      Throwable failure) {
    boolean again;
    synchronized (this) {
      boolean full = queues && refusal != null && others > 0;
      open--;
      if (full && open > 0) {
        waiting.addFirst(result);
        askSoon();
        return;
      }
      again = full; // all others have ended meanwhile: there is room
      if (again) {
        open++;
      }
    }
    if (again) {
      ask(result, 0);
      return;
    }
    result.completeExceptionally(
        refusal == null || others == 0
            ? Failures.of(failure)
            : new ChannelFailedException(
                refusal.getMessage() + " (" + others + " sessions are open: MaxSessions?)",
                refusal.reason(),
                refusal.description(),
                refusal));
    next();
  }

  private void askSoon() {
    if (!askedSoon) {
      askedSoon = true;
      CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
          .execute(
              () -> {
                synchronized (this) {
                  askedSoon = false;
                }
                next();
              });
    }
  }

  private void ended() {
    synchronized (this) {
      open--;
    }
    next();
  }

  private void next() {
    CompletableFuture<SessionChannel> first;
    int others;
    synchronized (this) {
      do {
        first = waiting.poll();
      } while (first != null && first.isDone());
      if (first == null) {
        return;
      }
      others = open++;
    }
    ask(first, others);
  }
}
