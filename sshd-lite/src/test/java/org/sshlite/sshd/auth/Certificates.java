package org.sshlite.sshd.auth;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.cert.CertificateOption;
import org.sshlite.crypto.cert.CertificateType;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;

/** Makes certificates, one field after another. A user's for alice, valid now, unless told so. */
final class Certificates {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long HOUR = 3600;

  private final PublicKey key;
  private final List<CertificateOption> critical = new ArrayList<>();
  private final List<CertificateOption> extensions = new ArrayList<>();
  private CertificateType type = CertificateType.USER;
  private List<String> principals = List.of("alice");
  private String keyId = "alice's laptop";
  private long after = Instant.now().getEpochSecond() - HOUR;
  private long before = Instant.now().getEpochSecond() + HOUR;

  private Certificates(PublicKey key) {
    this.key = key;
  }

  static Certificates of(PublicKey key) {
    return new Certificates(key);
  }

  Certificates type(CertificateType value) {
    type = value;
    return this;
  }

  Certificates principals(String... names) {
    principals = List.of(names);
    return this;
  }

  Certificates keyId(String value) {
    keyId = value;
    return this;
  }

  /** Hours from now. */
  Certificates valid(int from, int to) {
    after = Instant.now().getEpochSecond() + from * HOUR;
    before = Instant.now().getEpochSecond() + to * HOUR;
    return this;
  }

  Certificates critical(String name, String value) {
    critical.add(CertificateOption.text(name, value));
    return this;
  }

  Certificates critical(String flag) {
    critical.add(CertificateOption.flag(flag));
    return this;
  }

  Certificates extension(String flag) {
    extensions.add(CertificateOption.flag(flag));
    return this;
  }

  Certificate by(Signer ca) throws IOException {
    CertificateFields fields =
        new CertificateFields(key, type, 7, keyId, principals, after, before, critical, extensions);
    return Certificate.sign(fields, ca, ca.publicKey().signatureAlgorithms().getFirst(), RANDOM);
  }
}
