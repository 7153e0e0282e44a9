package org.sshlite.protocol.forward;

import java.io.IOException;

/**
 * With whose rights sockets are made, and those of the file system are connected to and removed: a
 * server may be root where the user is not.
 */
public interface SocketRights {
  /** Those of this process. */
  SocketRights OWN =
      new SocketRights() {
        @Override
        public boolean isAnother() {
          return false;
        }

        @Override
        public <T> T call(Deed<T> deed) throws IOException {
          return deed.done();
        }
      };

  /**
   * Whether they are another's than this process's. Then each socket is made with them, as it is
   * its maker's to the system: to a firewall's rules by user, in /proc/net/tcp, at ports that are
   * root's.
   */
  boolean isAnother();

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
