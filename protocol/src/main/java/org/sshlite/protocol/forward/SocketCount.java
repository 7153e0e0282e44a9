package org.sshlite.protocol.forward;

/**
 * How many sockets a peer may have here that it opens no channels for: those that listen for it,
 * and those of all who connect to them. Any thread.
 */
public interface SocketCount {
  /** As many as each connection may have. */
  SocketCount UNLIMITED =
      new SocketCount() {
        @Override
        public boolean take() {
          return true;
        }

        @Override
        public void giveBack() {
          // none was counted
        }
      };

  /** Counts one more; false when that is too many, and none is counted. */
  boolean take();

  /** One that was counted is closed. */
  void giveBack();
}
