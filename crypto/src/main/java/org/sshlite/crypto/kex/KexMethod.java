package org.sshlite.crypto.kex;

import java.security.SecureRandom;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * A key exchange method with one blob each way. A blob and the shared secret are the contents of a
 * string on the wire; for the finite-field methods those contents are an mpint's, so that callers
 * write every method the same way: {@code string(blob)}.
 */
public interface KexMethod {
  /** The name as negotiated: {@code mlkem768x25519-sha256}. */
  String name();

  /**
   * The JCA name of the method's hash, for the exchange hash and key derivation: {@code SHA-256}.
   */
  String hash();

  /** Whether recorded traffic stays safe from a quantum computer. */
  boolean postQuantum();

  /** Starts the client's side with a fresh ephemeral key. */
  Initiator initiate(SecureRandom random);

  /**
   * The server's side, whole.
   *
   * @param init the client's blob
   * @throws KexException when the blob has the wrong length, is no valid public key, or leads to a
   *     degenerate shared secret
   */
  Response respond(byte[] init, SecureRandom random) throws KexException;

  /** The client's side between its blob and the server's. Closing erases the ephemeral key. */
  interface Initiator extends AutoCloseable {
    /** The client's blob: Q_C, or C_INIT of a hybrid method. */
    byte[] init();

    /**
     * The shared secret K, as the contents of the string or mpint that enters the exchange hash.
     *
     * @param reply the server's blob: Q_S, or S_REPLY
     */
    SecretBytes finish(byte[] reply) throws KexException;

    @Override
    void close();
  }

  /**
   * The server's blob and the shared secret.
   *
   * @param reply Q_S, or S_REPLY
   * @param sharedSecret as of {@link Initiator#finish}
   */
  record Response(byte[] reply, SecretBytes sharedSecret) {}
}
