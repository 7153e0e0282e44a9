package org.sshlite.tools.keygen;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.sshlite.crypto.key.SshSignature;

/** Hashes of messages of any length. */
final class Digests {
  private static final int BUFFER = 1 << 16;

  private Digests() {}

  /**
   * @param hash {@code sha256} or {@code sha512}
   * @param in read to its end, not closed
   */
  static byte[] of(String hash, InputStream in) throws IOException {
    MessageDigest digest = SshSignature.startHash(hash);
    byte[] buffer = new byte[BUFFER];
    int count;
    while ((count = in.read(buffer)) >= 0) {
      digest.update(buffer, 0, count);
    }
    return digest.digest();
  }
}
