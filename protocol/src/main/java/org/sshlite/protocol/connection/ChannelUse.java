package org.sshlite.protocol.connection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether any channel of a connection is in use: one of ours from its opening on, one of the peer's
 * from when it is confirmed and leads somewhere, each until both sides have closed it and its
 * socket, if it has one, is. As OpenSSH counts those for which its client stays. Loop only.
 */
final class ChannelUse {
  private final Set<Channel> used = HashSet.newHashSet(2); // most connections have one channel
  private final List<Consumer<Boolean>> listeners = new ArrayList<>(0);

  void begins(Channel channel) {
    if (used.add(channel) && used.size() == 1) {
      tell(true);
    }
  }

  /** Nothing for one that was never used. */
  void ends(Channel channel) {
    if (used.remove(channel) && used.isEmpty()) {
      tell(false);
    }
  }

  private void tell(boolean inUse) {
    listeners.forEach(listener -> listener.accept(inUse));
  }

  /**
   * @param listener told now, and whenever it changes
   */
  void watch(Consumer<Boolean> listener) {
    listeners.add(listener);
    listener.accept(!used.isEmpty());
  }

  /** The connection is over, which others tell: that its channels end with it says nothing. */
  void end() {
    listeners.clear();
  }
}
