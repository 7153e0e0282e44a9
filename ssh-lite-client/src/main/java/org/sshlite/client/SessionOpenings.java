package org.sshlite.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sshlite.protocol.connection.Connection;

/**
 * Opens the session channels of one connection. Hosts have room for some at a time (MaxSessions,
 * which none of them tells): on request, what is refused waits until there is room, in the order of
 * the calls. As long as something waits, one is asked for: at once when another has been opened or
 * has ended, a little later when one was refused. So all the room there is, is used. Any thread.
 */
final class SessionOpenings {
  /**
   * A host may still count a session whose channel it has closed (sshd does, for a moment), so that
   * the first place that is free is not always seen.
   */
  private static final Duration AGAIN = Duration.ofMillis(200);

  /** A second in all: what is refused with no other open is not refused for want of room. */
  private static final int MOST_ALONE = 5;

  private final Connection connection;
  private final boolean queues;
  private final PriorityQueue<Opening> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Opening::turn));

  private long turns;

  /** Open, or asked for. */
  private int open;

  /** Whether one was opened ever: then refusals may be for one that has just ended. */
  private boolean opened;

  /** Whether the first that waits is asked for again soon, whatever ends or not. */
  private boolean askedSoon;

  SessionOpenings(Connection connection, boolean queues) {
    this.connection = connection;
    this.queues = queues;
  }

  /**
   * One call.
   *
   * @param alone how often it was refused while no other was open
   */
  private record Opening(long turn, int alone, CompletableFuture<SessionChannel> result) {
    Opening again(boolean wasAlone) {
      return new Opening(turn, alone + (wasAlone ? 1 : 0), result);
    }
  }

  /** Cancelling it gives the place up. */
  CompletableFuture<SessionChannel> open() {
    Opening opening;
    int others;
    synchronized (this) {
      opening = new Opening(turns++, 0, new CompletableFuture<>());
      if (!waiting.isEmpty()) {
        waiting.add(opening);
        return opening.result;
      }
      others = open++;
    }
    ask(opening, others);
    return opening.result;
  }

  private void ask(Opening opening, int others) {
    SessionChannel.open(connection)
        .whenComplete(
            (channel, failure) -> {
              if (channel == null) {
                refused(
                    opening,
                    others,
                    Failures.of(failure) instanceof ChannelFailedException e ? e : null,
                    failure);
                return;
              }
              channel.exit().whenComplete((_, _) -> ended());
              if (!opening.result.complete(channel)) {
                channel.close();
              }
              opened();
            });
  }

  /** There may be more room than for this one. */
  private void opened() {
    synchronized (this) {
      opened = true;
      if (askedSoon) {
        return; // a moment ago there was none
      }
    }
    next();
  }

  private void refused(
      Opening opening, int others, @Nullable ChannelFailedException refusal, Throwable failure) {
    synchronized (this) {
      open--;
      boolean full = others > 0 || opened && opening.alone < MOST_ALONE;
      if (queues && refusal != null && full) {
        waiting.add(opening.again(others == 0));
        askSoon();
        return;
      }
    }
    opening.result.completeExceptionally(
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
    Opening first;
    int others;
    synchronized (this) {
      do {
        first = waiting.poll();
      } while (first != null && first.result.isDone());
      if (first == null) {
        return;
      }
      others = open++;
    }
    ask(first, others);
  }
}
