package org.sshlite.crypto.key;

import java.io.IOException;
import java.security.KeyPair;
import org.sshlite.crypto.wire.MalformedException;

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

  /**
   * Signs with the private key of a pair, wherever it is: in a KeyStore, or in a token behind a
   * provider. Whichever provider takes it is asked at each signature. The pair stays the caller's.
   *
   * @throws MalformedException as {@link PublicKeys#of}
   */
  static Signer of(KeyPair pair) throws MalformedException {
    return of(pair.getPublic(), pair.getPrivate());
  }

  /** As {@link #of(KeyPair)}, of two halves: a certificate's and a KeyStore's. */
  static Signer of(java.security.PublicKey publicKey, java.security.PrivateKey privateKey)
      throws MalformedException {
    return JavaKeys.signer(publicKey, privateKey);
  }
}
