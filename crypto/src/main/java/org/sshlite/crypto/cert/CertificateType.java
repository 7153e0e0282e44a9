package org.sshlite.crypto.cert;

/** Who a certificate is for. */
public enum CertificateType {
  USER(1),
  HOST(2);

  private final int number;

  CertificateType(int number) {
    this.number = number;
  }

  /** SSH_CERT_TYPE_USER or SSH_CERT_TYPE_HOST. */
  int number() {
    return number;
  }
}
