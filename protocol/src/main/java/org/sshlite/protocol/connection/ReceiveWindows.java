package org.sshlite.protocol.connection;

/** The receive windows of one connection. Loop only. */
final class ReceiveWindows {
  private final WindowBudget budget;
  private final LastArrival lastArrival = new LastArrival();

  ReceiveWindows(WindowBudget budget) {
    this.budget = budget;
  }

  /**
   * The window of a new channel.
   *
   * @param maximum bytes that it grows to at most
   */
  ReceiveWindow open(int maximum) {
    return new ReceiveWindow(budget, lastArrival, maximum);
  }
}
