package org.sshlite.protocol.connection;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * What the receive windows of one connection take, and what it holds for a peer that has no window:
 * first what is its own, then of the budget that all connections have together. Any thread.
 */
public final class WindowShare {
  /**
   * A window that opens takes no more than such a part of what is left: the fuller it is, the
   * smaller they begin, and many find room. The smallest needs only itself.
   */
  private static final int PART_OF_LEFT = 128;

  private final WindowBudget budget;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param budget of a server or client
   */
  public WindowShare(WindowBudget budget) {
    this.budget = budget;
  }

  /** For a window that opens. */
  boolean reserve(long bytes) {
    return take(
        bytes,
        charged ->
            budget.reserve(
                charged, bytes > ReceiveWindow.LEAST ? charged * PART_OF_LEFT : charged));
  }

  /** For a window that grows. */
  boolean reserveGrowth(long bytes) {
    return take(bytes, budget::reserveGrowth);
  }

  /** Whether more than this connection's own is taken, and little is left: so hold no more. */
  public boolean isShort() {
    return taken.get() >= budget.own() && budget.isShort();
  }

  /** For a window that must open, or what is held already. */
  public void overdraw(long bytes) {
    take(
        bytes,
        charged -> {
          budget.overdraw(charged);
          return true;
        });
  }

  /**
   * @param budgeted whether the budget bears what is not our own
   */
  private boolean take(long bytes, LongPredicate budgeted) {
    while (true) {
      long before = taken.get();
      long charged = charged(before + bytes) - charged(before);
      if (charged > 0 && !budgeted.test(charged)) {
        return false;
      }
      if (taken.compareAndSet(before, before + bytes)) {
        return true;
      }
      budget.release(charged);
    }
  }

  public void release(long bytes) {
    long after = taken.addAndGet(-bytes);
    budget.release(charged(after + bytes) - charged(after));
  }

  /** What the budget bears of so many bytes. */
  private long charged(long bytes) {
    return Math.max(0, bytes - budget.own());
  }
}
