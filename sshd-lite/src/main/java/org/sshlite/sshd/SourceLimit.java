package org.sshlite.sshd;

import java.net.InetAddress;
import java.util.Optional;

/** Decides about connections by where they come from, before a byte of them is read. */
public interface SourceLimit {
  /** Takes everybody. */
  SourceLimit NONE =
      new SourceLimit() {
        @Override
        public Optional<String> refusal(InetAddress address) {
          return Optional.empty();
        }

        @Override
        public boolean enter(InetAddress address) {
          return true;
        }

        @Override
        public void leave(InetAddress address) {}
      };

  /** Why nothing is accepted from there now. Called on an event loop: must not block. */
  Optional<String> refusal(InetAddress address);

  /**
   * Whether one more connection may try to log in from there. If so, {@link #leave} is called once
   * it has logged in or ended. Called on an event loop: must not block.
   */
  boolean enter(InetAddress address);

  void leave(InetAddress address);
}
