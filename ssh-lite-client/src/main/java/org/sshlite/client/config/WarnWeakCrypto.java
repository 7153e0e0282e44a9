package org.sshlite.client.config;

/** WarnWeakCrypto: what is told of the algorithms that a host and we agreed on. */
public enum WarnWeakCrypto {
  YES,
  /** All but a key exchange that is not post-quantum. */
  NO_PQ_KEX,
  NO
}
