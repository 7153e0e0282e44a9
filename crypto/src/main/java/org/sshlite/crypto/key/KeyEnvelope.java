package org.sshlite.crypto.key;

import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/** A private key file whose outside was read, and whose inside may need a passphrase. */
interface KeyEnvelope extends AutoCloseable {
  boolean encrypted();

  /** The public key, where the format shows it without a passphrase. */
  Optional<PublicKey> publicKey();

  /**
   * @param passphrase empty where {@link #encrypted} is false
   */
  NamedPrivateKey open(SecretBytes passphrase) throws MalformedException, WrongPassphraseException;

  /** Erases the contents. */
  @Override
  void close();
}
