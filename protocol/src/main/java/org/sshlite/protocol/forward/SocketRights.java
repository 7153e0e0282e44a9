package org.sshlite.protocol.forward;

import java.io.IOException;

/**
 * With whose rights unix sockets are made, connected to and removed: a server may be root where the
 * user is not.
 */
public interface SocketRights {
  /** Those of this process. */
  SocketRights OWN =
      new SocketRights() {
        @Override
        public <T> T call(Deed<T> deed) throws IOException {
          return deed.done();
        }
      };

  /** What is done with them; it may wait for the disk. */
  interface Deed<T> {
    T done() throws IOException;
  }

  /**
   * Does something, and waits for it. Not on the loop.
   *
   * @throws IOException when it fails, or the rights cannot be had
   */
  <T> T call(Deed<T> deed) throws IOException;
}
