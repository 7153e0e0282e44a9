package org.sshlite.crypto.kex;

import java.security.SecureRandom;
import org.sshlite.crypto.wire.SecretBytes;

/** A key encapsulation mechanism with keys and ciphertexts of fixed length. */
interface Kem {
  /** Bytes of a public key. */
  int publicKeyLength();

  /** Bytes of a ciphertext. */
  int ciphertextLength();

  /** A fresh key pair. */
  Decapsulator generate(SecureRandom random);

  /**
   * @param publicKey {@link #publicKeyLength()} bytes
   * @throws KexException if they are no public key
   */
  Encapsulation encapsulate(byte[] publicKey, SecureRandom random) throws KexException;

  /** A key pair for one use. Closing erases the private key as far as the provider lets us. */
  interface Decapsulator extends AutoCloseable {
    byte[] publicKey();

    /**
     * A ciphertext made for another key gives a secret that no one else has, not an exception.
     *
     * @param ciphertext {@link #ciphertextLength()} bytes
     */
    SecretBytes decapsulate(byte[] ciphertext) throws KexException;

    @Override
    void close();
  }

  /** What goes back to the owner of the public key, and the secret that it will find in it. */
  record Encapsulation(byte[] ciphertext, SecretBytes secret) {}
}
