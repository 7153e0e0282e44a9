package org.sshlite.crypto.key;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.sshlite.crypto.key.KeyFileException.Reason;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * Reads and writes private key files: OpenSSH's format, PEM (PKCS#1, SEC 1, PKCS#8) and PuTTY's are
 * read, OpenSSH's is written. Blocks on the disk and on key derivation.
 */
public final class PrivateKeyFile {
  private PrivateKeyFile() {}

  /**
   * Reads a key file of any format known, whose permissions keep others out.
   *
   * @throws KeyFileException with one line for the user, whatever is wrong
   */
  public static NamedPrivateKey read(Path path, PassphraseSource passphrases)
      throws KeyFileException {
    return read(path, passphrases, RsaPublicKey.DEFAULT_MINIMUM_BITS);
  }

  /**
   * As {@link #read(Path, PassphraseSource)}, for those who set another limit for RSA keys.
   *
   * @param minimumRsaBits bits of the modulus; 1024 is the least that counts
   */
  public static NamedPrivateKey read(Path path, PassphraseSource passphrases, int minimumRsaBits)
      throws KeyFileException {
    ProtectedFile file = new ProtectedFile(path);
    byte[] text = file.read();
    try {
      file.requireOwnerOnly();
      return parse(file.name(), text, passphrases, minimumRsaBits);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Reads a key from the contents of a file.
   *
   * @param name the file's, for messages and prompts
   * @param text neither kept nor erased
   * @param minimumRsaBits as for {@link #read(Path, PassphraseSource, int)}
   */
  public static NamedPrivateKey parse(
      String name, byte[] text, PassphraseSource passphrases, int minimumRsaBits)
      throws KeyFileException {
    try (KeyEnvelope envelope = envelope(text)) {
      NamedPrivateKey named =
          envelope.encrypted() ? unlock(name, envelope, passphrases) : openPlain(envelope);
      requireBits(named.key(), minimumRsaBits);
      return named;
    } catch (MalformedException e) {
      throw malformed(name, e);
    }
  }

  private static void requireBits(PrivateKey key, int minimum) throws MalformedException {
    if (key.publicKey() instanceof RsaPublicKey rsa && rsa.bits() < minimum) {
      key.close();
      throw new MalformedException("RSA key", "n", rsa.bits() + " bits, fewer than " + minimum);
    }
  }

  private static NamedPrivateKey openPlain(KeyEnvelope envelope) throws MalformedException {
    try (SecretBytes none = new SecretBytes(new byte[0])) {
      return envelope.open(none);
    } catch (WrongPassphraseException e) {
      throw new AssertionError(e);
    }
  }

  private static NamedPrivateKey unlock(
      String name, KeyEnvelope envelope, PassphraseSource passphrases)
      throws MalformedException, KeyFileException {
    for (int attempt = 1; ; attempt++) {
      Optional<SecretBytes> answer = passphrases.passphrase(name, attempt);
      if (answer.isEmpty()) {
        throw attempt == 1
            ? new KeyFileException(
                Reason.PASSPHRASE_NEEDED, name + ": encrypted, and no passphrase was given")
            : new KeyFileException(Reason.WRONG_PASSPHRASE, name + ": incorrect passphrase");
      }
      try (SecretBytes passphrase = answer.get()) {
        return envelope.open(passphrase);
      } catch (WrongPassphraseException _) {
        continue; // the source decides how often
      }
    }
  }

  /**
   * The public key that a private key file shows without its passphrase; empty where its format
   * hides it. Permissions are not looked at.
   */
  public static Optional<PublicKey> publicKey(Path path) throws KeyFileException {
    ProtectedFile file = new ProtectedFile(path);
    byte[] text = file.read();
    try (KeyEnvelope envelope = envelope(text)) {
      return envelope.publicKey();
    } catch (MalformedException e) {
      throw malformed(file.name(), e);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Writes a key file in OpenSSH's format, mode 0600, replacing one that is there in a single step.
   *
   * @param passphrase empty to leave the key unencrypted; stays the caller's to erase
   */
  public static void write(
      Path path,
      NamedPrivateKey named,
      SecretBytes passphrase,
      KeyFileEncryption encryption,
      SecureRandom random)
      throws KeyFileException {
    byte[] text = format(named, passphrase, encryption, random);
    try {
      new ProtectedFile(path).replace(text);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** What {@link #write} writes; the caller erases it. */
  public static byte[] format(
      NamedPrivateKey named,
      SecretBytes passphrase,
      KeyFileEncryption encryption,
      SecureRandom random) {
    return OpenSshEnvelope.format(named, passphrase, encryption, random);
  }

  private static KeyEnvelope envelope(byte[] text) throws MalformedException {
    if (PuttyFormat.hasMagic(text)) {
      return PuttyFormat.read(text);
    }
    Armor armor = Armor.privateKey(text);
    try (SecretBytes data = armor.data()) {
      return switch (armor.label()) {
        case OpenSshEnvelope.LABEL -> OpenSshEnvelope.read(data.bytes());
        case PemEnvelope.PKCS1, PemEnvelope.SEC1, PemEnvelope.PKCS8, PemEnvelope.ENCRYPTED_PKCS8 ->
            PemEnvelope.read(armor);
        default ->
            throw new MalformedException(
                "private key file", "format", PublicKeys.notSupported(armor.label()));
      };
    }
  }

  private static KeyFileException malformed(String name, MalformedException e) {
    return new KeyFileException(
        Reason.MALFORMED, name + ": not a usable private key: " + e.getMessage());
  }
}
