package org.sshlite.protocol.connection;

import java.util.Optional;
import org.sshlite.protocol.message.ChannelType;

/** The receive windows of one connection. Loop only. */
final class ReceiveWindows {
  private final WindowShare share;
  private final LastArrival lastArrival = new LastArrival();
  private final Neighbours neighbours = new Neighbours();

  ReceiveWindows(WindowBudget budget) {
    this.share = new WindowShare(budget);
  }

  WindowShare share() {
    return share;
  }

  /**
   * The window of a new channel: smaller than usual where the budget is short. A session always
   * gets one: it is what a login is for, and applications limit their number.
   *
   * @param maximum bytes that it grows to at most
   * @return empty when not even the smallest is left
   */
  Optional<ReceiveWindow> open(ChannelType type, int maximum, long now) {
    boolean session = type instanceof ChannelType.Session;
    int size = session ? ReceiveWindow.INITIAL : ReceiveWindow.INITIAL_OF_FORWARD;
    while (!share.reserve(size)) {
      if (size == ReceiveWindow.LEAST) {
        if (!session) {
          return Optional.empty();
        }
        share.overdraw(size);
        break;
      }
      size /= 2;
    }
    ReceiveWindow window =
        new ReceiveWindow(share, lastArrival, neighbours.new Member(), size, maximum);
    window.begin(now);
    return Optional.of(window);
  }
}
