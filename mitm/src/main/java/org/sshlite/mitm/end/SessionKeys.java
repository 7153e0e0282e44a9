package org.sshlite.mitm.end;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.sshlite.crypto.cipher.CipherSuite;
import org.sshlite.crypto.cipher.PacketCipher;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.wire.Direction;

/** Turns K and H into the ciphers of both directions, RFC 4253 §7.2. */
record SessionKeys(String hash, SecretBytes secret, byte[] exchangeHash, byte[] sessionIdentifier) {

  /** For the end that packets of this direction come to. */
  PacketCipher opening(CipherSuite suite, Direction direction) {
    return suite.opening(iv(suite, direction), key(suite, direction), macKey(suite, direction));
  }

  /** For the end that packets of this direction come from. */
  PacketCipher sealing(CipherSuite suite, Direction direction) {
    return suite.sealing(iv(suite, direction), key(suite, direction), macKey(suite, direction));
  }

  private byte[] iv(CipherSuite suite, Direction direction) {
    return derive(direction == Direction.TO_SERVER ? 'A' : 'B', suite.ivLength());
  }

  private byte[] key(CipherSuite suite, Direction direction) {
    return derive(direction == Direction.TO_SERVER ? 'C' : 'D', suite.keyLength());
  }

  private byte[] macKey(CipherSuite suite, Direction direction) {
    return derive(direction == Direction.TO_SERVER ? 'E' : 'F', suite.macKeyLength());
  }

  private byte[] derive(char letter, int length) {
    byte[] out = new byte[length];
    for (int filled = 0; filled < length; ) {
      SshWriter in = new SshWriter().string(secret.bytes()).bytes(exchangeHash);
      if (filled == 0) {
        in.uint8(letter).bytes(sessionIdentifier);
      } else {
        in.bytes(out, 0, filled);
      }
      byte[] block = digest(hash, in.toByteArray());
      int count = Math.min(block.length, length - filled);
      System.arraycopy(block, 0, out, filled, count);
      filled += count;
    }
    return Arrays.copyOf(out, length);
  }

  static byte[] digest(String hash, byte[] data) {
    try {
      return MessageDigest.getInstance(hash).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
