package org.sshlite.crypto.kex;

import java.security.SecureRandom;
import org.sshlite.crypto.wire.SecretBytes;

/** A Diffie-Hellman key agreement: both sides make a key pair and send its public half. */
interface Agreement {
  /** A fresh key pair. */
  Ephemeral generate(SecureRandom random);

  /** A key pair for one use. Closing erases the private key as far as the provider lets us. */
  interface Ephemeral extends AutoCloseable {
    /** As sent. */
    byte[] publicKey();

    /**
     * The raw shared secret: unsigned, big-endian or as the curve's RFC has it, of the length that
     * the method fixes.
     *
     * @throws KexException if the peer's public key is none, or the secret is degenerate
     */
    SecretBytes agree(byte[] peerPublicKey) throws KexException;

    @Override
    void close();
  }
}
