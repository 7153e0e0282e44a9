package org.sshlite.protocol.transport;

import java.security.MessageDigest;
import java.util.Arrays;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;

/** Turns K and H into keys, RFC 4253 §7.2. */
final class KeyDerivation {
  private final String hash;
  private final SecretBytes sharedSecret;
  private final byte[] exchangeHash;
  private final byte[] sessionIdentifier;

  KeyDerivation(
      String hash, SecretBytes sharedSecret, byte[] exchangeHash, byte[] sessionIdentifier) {
    this.hash = hash;
    this.sharedSecret = sharedSecret;
    this.exchangeHash = exchangeHash;
    this.sessionIdentifier = sessionIdentifier;
  }

  /** The cipher for what the client sends (letters A, C, E) or the server sends (B, D, F). */
  PacketCipher cipher(CipherSuite suite, boolean clientToServer, boolean sealing) {
    byte[] iv = derive(clientToServer ? 'A' : 'B', suite.ivLength());
    byte[] key = derive(clientToServer ? 'C' : 'D', suite.keyLength());
    byte[] macKey = derive(clientToServer ? 'E' : 'F', suite.macKeyLength());
    try {
      return sealing ? suite.sealing(iv, key, macKey) : suite.opening(iv, key, macKey);
    } finally {
      Arrays.fill(iv, (byte) 0);
      Arrays.fill(key, (byte) 0);
      Arrays.fill(macKey, (byte) 0);
    }
  }

  /** {@code length} bytes: HASH(K ‖ H ‖ letter ‖ session_id), continued by HASH(K ‖ H ‖ K1 ‖ …). */
  byte[] derive(char letter, int length) {
    MessageDigest digest = ExchangeHash.digest(hash);
    SshWriter secret = new SshWriter(sharedSecret.length() + 4).string(sharedSecret.bytes());
    byte[] out = new byte[length];
    int filled = 0;
    while (filled < length) {
      digest.update(secret.array(), 0, secret.length());
      digest.update(exchangeHash);
      if (filled == 0) {
        digest.update((byte) letter);
        digest.update(sessionIdentifier);
      } else {
        digest.update(out, 0, filled);
      }
      byte[] block = digest.digest();
      int count = Math.min(block.length, length - filled);
      System.arraycopy(block, 0, out, filled, count);
      Arrays.fill(block, (byte) 0);
      filled += count;
    }
    secret.wipe();
    return out;
  }
}
