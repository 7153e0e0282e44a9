package org.sshlite.tests.algorithm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.cert.CertifiedSigner;
import org.sshlite.crypto.key.CompositePublicKey;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPrivateKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;

/** One key of each type, and a certificate for each: those of one host or of one user. */
final class Keyring {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Shorter than what we generate otherwise: as long as is allowed to be short. */
  private static final int RSA_BITS = 2048;

  /** What certifies all of them. */
  static final PrivateKey CA = PrivateKey.generate("ssh-ed25519", RANDOM);

  private final CertificateType type;
  private final String principal;
  private final Map<String, Signer> signers = new TreeMap<>();

  private Keyring(CertificateType type, String principal) {
    this.type = type;
    this.principal = principal;
    for (String keyType :
        List.of(
            "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")) {
      add(PrivateKey.generate(keyType, RANDOM));
    }
    add(RsaPrivateKey.generate(RSA_BITS, RANDOM));
    add(PrivateKey.generate(CompositePublicKey.TYPE, RANDOM));
    add(new SecurityKey(PrivateKey.generate("ssh-ed25519", RANDOM)));
    add(new SecurityKey(PrivateKey.generate("ecdsa-sha2-nistp256", RANDOM)));
  }

  static Keyring ofHost(String name) {
    return new Keyring(CertificateType.HOST, name);
  }

  static Keyring ofUser(String name) {
    return new Keyring(CertificateType.USER, name);
  }

  private void add(Signer key) {
    signers.put(key.publicKey().type(), key);
    CertifiedSigner certified = new CertifiedSigner(certify(key.publicKey()), key);
    signers.put(certified.publicKey().type(), certified);
  }

  private Certificate certify(PublicKey key) {
    CertificateFields fields =
        new CertificateFields(
            key,
            type,
            1,
            "test",
            List.of(principal),
            0,
            CertificateFields.FOREVER,
            List.of(),
            List.of());
    try {
      return Certificate.sign(fields, CA, "ssh-ed25519", RANDOM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All keys and certificates. */
  List<Signer> all() {
    return List.copyOf(signers.values());
  }

  /** The public keys of all plain keys. */
  List<PublicKey> plain() {
    return signers.values().stream()
        .map(Signer::publicKey)
        .filter(key -> !SignatureAlgorithms.isCertificate(key.type()))
        .toList();
  }

  /** The key that signs by an algorithm, with its certificate where the name is that of one. */
  Signer signing(String algorithm) {
    Signer signer = signers.get(SignatureAlgorithms.keyType(algorithm));
    if (signer == null) {
      throw new IllegalArgumentException("no key for " + algorithm);
    }
    return signer;
  }
}
