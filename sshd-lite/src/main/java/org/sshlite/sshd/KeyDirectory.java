package org.sshlite.sshd;

import org.sshlite.crypto.key.PublicKey;

/**
 * Knows which keys users may log in with. Called on virtual threads, several at once; may block.
 */
@FunctionalInterface
public interface KeyDirectory {
  /**
   * Whether the user may log in with this key. That the peer has its private half is proved by a
   * signature, which is not this one's concern. Asked once for the query and once for the
   * signature, RFC 4252 §7.
   */
  boolean accepts(String user, PublicKey key);
}
