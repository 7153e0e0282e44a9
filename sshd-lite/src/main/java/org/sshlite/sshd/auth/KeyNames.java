package org.sshlite.sshd.auth;

import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.Printable;

/** Keys in OpenSSH's words: programs that watch logs look for them. */
final class KeyNames {
  private KeyNames() {}

  /** Type and fingerprint; of a certificate also what it is known by, and its CA. */
  static String of(PublicKey key) {
    String name = key.typeName() + " " + key.fingerprint();
    if (!(key instanceof Certificate certificate)) {
      return name;
    }
    CertificateFields fields = certificate.fields();
    return "%s ID %s (serial %s) CA %s"
        .formatted(
            name,
            Printable.line(fields.keyId()),
            Long.toUnsignedString(fields.serial()),
            of(certificate.caKey()));
  }

  /** What is said of a certificate that is refused. */
  static String refusal(Certificate certificate, String via, String reason) {
    CertificateFields fields = certificate.fields();
    return "Refusing certificate ID \"%s\" serial=%s signed by %s CA %s via %s: %s"
        .formatted(
            Printable.line(fields.keyId()),
            Long.toUnsignedString(fields.serial()),
            certificate.caKey().typeName(),
            certificate.caKey().fingerprint(),
            via,
            reason);
  }

  /** What is said of one that is good. */
  static String acceptance(Certificate certificate, String via) {
    CertificateFields fields = certificate.fields();
    return "Accepted certificate ID \"%s\" (serial %s) signed by %s CA %s via %s"
        .formatted(
            Printable.line(fields.keyId()),
            Long.toUnsignedString(fields.serial()),
            certificate.caKey().typeName(),
            certificate.caKey().fingerprint(),
            via);
  }
}
