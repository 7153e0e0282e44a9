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
   *
   * @param key a plain key, or a {@link org.sshlite.crypto.cert.Certificate}: its CA's signature is
   *     good, whether the CA is trusted and {@link org.sshlite.crypto.cert.CertificateRules} are
   *     kept is for the directory to say. The two never equal each other
   */
  boolean accepts(String user, PublicKey key);
}
