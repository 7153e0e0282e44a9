package org.sshlite.tests.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * A fresh key in files, as ssh-keygen writes them: {@code file} and {@code file.pub}.
 *
 * @param file the private key, in OpenSSH's format and without a passphrase
 */
public record KeyPair(Path file, PrivateKey key) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** An Ed25519 key. */
  public static KeyPair create(Path file) {
    return create(file, "ssh-ed25519");
  }

  public static KeyPair create(Path file, String type) {
    PrivateKey key = PrivateKey.generate(type, RANDOM);
    try (SecretBytes none = new SecretBytes(new byte[0])) {
      PrivateKeyFile.write(
          file, new NamedPrivateKey(key, "test"), none, KeyFileEncryption.DEFAULT, RANDOM);
      Files.writeString(Path.of(file + ".pub"), line(key) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KeyPair(file, key);
  }

  private static String line(PrivateKey key) {
    return new PublicKeyLine("", key.publicKey(), "test").toString();
  }

  public PublicKey publicKey() {
    return key.publicKey();
  }

  /** The public key as a line of authorized_keys. */
  public String line() {
    return line(key);
  }

  /** The same key for Dropbear, in a file beside it. */
  Path inDropbearFormat() {
    Path converted = Path.of(file + ".dropbear");
    if (Files.notExists(converted)) {
      Program.of(Peers.path("dropbearconvert"), "openssh", "dropbear", "" + file, "" + converted)
          .runWell();
    }
    return converted;
  }

  /** The same key for PuTTY, in a file beside it. */
  public Path inPuttyFormat() {
    Path converted = Path.of(file + ".ppk");
    if (Files.notExists(converted)) {
      Program.of(Peers.path("puttygen"), "" + file, "-O", "private", "-o", "" + converted)
          .runWell();
    }
    return converted;
  }
}
