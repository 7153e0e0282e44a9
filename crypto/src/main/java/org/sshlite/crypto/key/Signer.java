package org.sshlite.crypto.key;

import java.io.IOException;

/**
 * Something that signs with a private key: a key in memory, an agent, a token. May block, so it is
 * never called on an event loop.
 */
public interface Signer {
  PublicKey publicKey();

  /**
   * The signature blob (string algorithm name, string signature) over {@code data}.
   *
   * @param algorithm one of {@code publicKey().signatureAlgorithms()}
   * @throws IOException when the key cannot sign now: agent gone, token removed, user refused
   */
  byte[] sign(String algorithm, byte[] data) throws IOException;
}
