package org.sshlite.protocol.netty;

import java.net.InetAddress;

/**
 * The proxies whose word is taken for where a connection comes from: they begin it with a header of
 * the PROXY protocol, haproxy's proxy-protocol.txt, version 1 or 2. Called on event loops: must not
 * block.
 */
public interface Proxies {
  /** Nobody's word. */
  Proxies NONE =
      new Proxies() {
        @Override
        public boolean contains(InetAddress address) {
          return false;
        }

        @Override
        public void refused(PeerAddresses proxy, String problem) {}
      };

  /** Whether one that comes from there has to begin with a header. */
  boolean contains(InetAddress address);

  /**
   * Told of one that is closed, because it did not begin so.
   *
   * @param problem safe to print
   */
  void refused(PeerAddresses proxy, String problem);
}
