package org.sshlite.protocol.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;

/**
 * The exchange hash H, RFC 4253 §8, RFC 5656 §4: what the host key signs, so that a change to any
 * part of the key exchange is noticed.
 *
 * @param clientIdentification V_C
 * @param serverIdentification V_S
 * @param clientKexInit I_C, the payload
 * @param serverKexInit I_S, the payload
 */
record ExchangeHash(
    IdentificationString clientIdentification,
    IdentificationString serverIdentification,
    byte[] clientKexInit,
    byte[] serverKexInit) {

  /**
   * @param hash JCA name
   * @param hostKey K_S, the blob
   * @param init the client's blob
   * @param reply the server's blob
   * @param sharedSecret K, the contents of its string or mpint
   */
  byte[] compute(
      String hash,
      byte[] hostKey,
      byte[] group,
      byte[] init,
      byte[] reply,
      SecretBytes sharedSecret) {
    SshWriter in = new SshWriter(4096);
    in.string(clientIdentification.bytes()).string(serverIdentification.bytes());
    in.string(clientKexInit).string(serverKexInit);
    in.string(hostKey).bytes(group).string(init).string(reply).string(sharedSecret.bytes());
    MessageDigest digest = digest(hash);
    digest.update(in.array(), 0, in.length());
    in.wipe();
    return digest.digest();
  }

  static MessageDigest digest(String hash) {
    try {
      return MessageDigest.getInstance(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + hash, e);
    }
  }
}
