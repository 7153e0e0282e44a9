package org.sshlite.tests.algorithm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.sshlite.crypto.key.KeyFileEncryption;
import org.sshlite.crypto.key.NamedPrivateKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PrivateKeyFile;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeyLine;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.SecretBytes;

/** Keys and certificates in the files that OpenSSH's programs are given. */
record KeyFiles(Path folder) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The private key of an algorithm's key, without a passphrase. */
  Path privateKey(Keyring keyring, String algorithm) {
    String type = SignatureAlgorithms.keyType(SignatureAlgorithms.plain(algorithm));
    Path file = folder.resolve(type);
    if (Files.notExists(file)) {
      PrivateKey key = (PrivateKey) keyring.signing(type);
      try (SecretBytes none = new SecretBytes(new byte[0])) {
        PrivateKeyFile.write(
            file, new NamedPrivateKey(key, "test"), none, KeyFileEncryption.DEFAULT, RANDOM);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  /** The certificate of an algorithm's key. */
  Path certificate(Keyring keyring, String algorithm) {
    String plain = SignatureAlgorithms.plain(algorithm);
    PublicKey certificate = keyring.signing(SignatureAlgorithms.certificate(plain)).publicKey();
    return write(certificate.type() + ".pub", List.of(line(certificate)));
  }

  /** What certifies the keys of all keyrings. */
  Path authority() {
    return write("ca.pub", List.of(line(Keyring.CA.publicKey())));
  }

  /** A file with a line for each of the keyring's plain keys. */
  Path authorizedKeys(Keyring keyring) {
    return write("authorized_keys", keyring.plain().stream().map(KeyFiles::line).toList());
  }

  /** A file of known hosts with all plain keys of the host. */
  Path knownKeys(String host, Keyring keyring) {
    List<String> lines =
        keyring.plain().stream().map(key -> host + " " + KeyFiles.line(key)).toList();
    return write("known_keys", lines);
  }

  /** A file of known hosts with nothing but the authority: no certificate, no login. */
  Path knownAuthority(String host) {
    String line = "@cert-authority " + host + " " + line(Keyring.CA.publicKey());
    return write("known_authority", List.of(line));
  }

  private static String line(PublicKey key) {
    return new PublicKeyLine("", key, "").toString();
  }

  private Path write(String name, List<String> lines) {
    try {
      return Files.write(folder.resolve(name), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
