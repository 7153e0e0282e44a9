package org.sshlite.crypto.key;

import java.util.Arrays;
import java.util.Optional;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/** A PEM file: PKCS#1, SEC 1 or PKCS#8, plain or encrypted. Has no comment. */
final class PemEnvelope implements KeyEnvelope {
  static final String PKCS1 = "RSA PRIVATE KEY";
  static final String SEC1 = "EC PRIVATE KEY";
  static final String PKCS8 = "PRIVATE KEY";
  static final String ENCRYPTED_PKCS8 = "ENCRYPTED PRIVATE KEY";

  private final String label;
  private final SecretBytes data;
  private final Optional<Decryption> decryption;

  private interface Decryption {
    byte[] decrypt(SecretBytes passphrase) throws WrongPassphraseException;
  }

  private PemEnvelope(String label, SecretBytes data, Optional<Decryption> decryption) {
    this.label = label;
    this.data = data;
    this.decryption = decryption;
  }

  static PemEnvelope read(Armor armor) throws MalformedException {
    SecretBytes data = new SecretBytes(armor.data().bytes().clone());
    if (armor.label().equals(ENCRYPTED_PKCS8)) {
      Pkcs8Encryption encryption = Pkcs8Encryption.read(data.bytes());
      return new PemEnvelope(PKCS8, data, Optional.of(encryption::decrypt));
    }
    if (PemEncryption.isEncrypted(armor.headers())) {
      PemEncryption encryption = PemEncryption.of(armor.headers());
      return new PemEnvelope(
          armor.label(),
          data,
          Optional.of(passphrase -> encryption.decrypt(passphrase, data.bytes())));
    }
    return new PemEnvelope(armor.label(), data, Optional.empty());
  }

  @Override
  public boolean encrypted() {
    return decryption.isPresent();
  }

  @Override
  public Optional<PublicKey> publicKey() {
    return Optional.empty();
  }

  @Override
  public NamedPrivateKey open(SecretBytes passphrase)
      throws MalformedException, WrongPassphraseException {
    if (decryption.isEmpty()) {
      return new NamedPrivateKey(readKey(data.bytes()), "");
    }
    byte[] plain = decryption.get().decrypt(passphrase);
    try {
      return new NamedPrivateKey(readKey(plain), "");
    } catch (MalformedException _) {
      // one wrong passphrase in 256 leaves a padding that looks right
      throw new WrongPassphraseException();
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private PrivateKey readKey(byte[] der) throws MalformedException {
    return switch (label) {
      case PKCS1 -> DerKeys.readPkcs1(der);
      case SEC1 -> DerKeys.readSec1(der);
      default -> DerKeys.readPkcs8(der);
    };
  }

  @Override
  public void close() {
    data.close();
  }
}
