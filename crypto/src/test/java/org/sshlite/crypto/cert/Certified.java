package org.sshlite.crypto.cert;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;

/** Certificates for tests: valid ones, of which a test changes what it is about. */
final class Certified {
  static final SecureRandom RANDOM = new SecureRandom();
  static final PrivateKey CA = PrivateKey.generate("ssh-ed25519", RANDOM);
  static final PrivateKey KEY = PrivateKey.generate("ecdsa-sha2-nistp256", RANDOM);

  private Certified() {}

  static CertificateFields user(String... principals) {
    return new CertificateFields(
        KEY.publicKey(),
        CertificateType.USER,
        7,
        "alice's key",
        List.of(principals),
        1000,
        2000,
        List.of(),
        List.of());
  }

  static CertificateFields host(String... principals) {
    return withType(user(principals), CertificateType.HOST);
  }

  static CertificateFields withType(CertificateFields f, CertificateType type) {
    return new CertificateFields(
        f.key(),
        type,
        f.serial(),
        f.keyId(),
        f.principals(),
        f.validAfter(),
        f.validBefore(),
        f.criticalOptions(),
        f.extensions());
  }

  static CertificateFields withSerial(CertificateFields f, long serial) {
    return new CertificateFields(
        f.key(),
        f.type(),
        serial,
        f.keyId(),
        f.principals(),
        f.validAfter(),
        f.validBefore(),
        f.criticalOptions(),
        f.extensions());
  }

  static CertificateFields withOptions(
      CertificateFields f, List<CertificateOption> critical, List<CertificateOption> extensions) {
    return new CertificateFields(
        f.key(),
        f.type(),
        f.serial(),
        f.keyId(),
        f.principals(),
        f.validAfter(),
        f.validBefore(),
        critical,
        extensions);
  }

  static CertificateFields withKey(CertificateFields f, PublicKey key) {
    return new CertificateFields(
        key,
        f.type(),
        f.serial(),
        f.keyId(),
        f.principals(),
        f.validAfter(),
        f.validBefore(),
        f.criticalOptions(),
        f.extensions());
  }

  static Certificate sign(CertificateFields fields) throws IOException {
    return sign(fields, CA);
  }

  static Certificate sign(CertificateFields fields, PrivateKey ca) throws IOException {
    String algorithm = ca.publicKey().signatureAlgorithms().getFirst();
    return Certificate.sign(fields, ca, algorithm, RANDOM);
  }
}
