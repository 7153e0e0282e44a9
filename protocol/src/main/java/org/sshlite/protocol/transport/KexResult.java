package org.sshlite.protocol.transport;

import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.crypto.key.PublicKey;

/**
 * What one key exchange yields, RFC 4253 §8.
 *
 * @param hostKey the key that signed the exchange hash; on a client it has been verified and
 *     believed
 */
record KexResult(
    Negotiated negotiated,
    byte[] exchangeHash,
    byte[] sessionIdentifier,
    PublicKey hostKey,
    PacketCipher inbound,
    PacketCipher outbound) {

  /** Erases the keys, where they will not be used. */
  void close() {
    inbound.close();
    outbound.close();
  }
}
