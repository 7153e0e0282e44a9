package org.sshlite.mitm.end;

import java.io.IOException;

/**
 * What the server's end is about to sign.
 *
 * @param key what is shown as K_S
 * @param algorithm the host key algorithm as negotiated
 * @param hash H, RFC 4253 §8
 */
public record Exchange(HostKey key, String algorithm, byte[] hash) {
  /** As RFC 4253 §8 wants it. */
  public byte[] honestSignature() throws IOException {
    return key.sign(algorithm, hash);
  }
}
