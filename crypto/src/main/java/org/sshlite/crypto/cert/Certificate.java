package org.sshlite.crypto.cert;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.crypto.key.SecurityKeyPublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * A certificate, draft-miller-ssh-cert §2: a public key and what a CA says of it. Its CA's
 * signature is good, since no other can be made; whether it is valid here and now is told by {@link
 * CertificateRules}, and whether its CA is trusted by the caller. Immutable.
 */
public final class Certificate implements PublicKey {
  private static final String STRUCTURE = "certificate";
  private static final int NONCE_LENGTH = 32; // as OpenSSH writes it

  private final byte[] blob;
  private final String type;
  private final CertificateFields fields;
  private final PublicKey caKey;
  private final String caAlgorithm;

  private Certificate(
      byte[] blob, String type, CertificateFields fields, PublicKey caKey, String caAlgorithm) {
    this.blob = blob;
    this.type = type;
    this.fields = fields;
    this.caKey = caKey;
    this.caAlgorithm = caAlgorithm;
  }

  /** As {@link #read(byte[], int)} with the usual minimum for RSA keys. */
  public static Certificate read(byte[] blob) throws MalformedException {
    return read(blob, RsaPublicKey.DEFAULT_MINIMUM_BITS);
  }

  /**
   * Reads a certificate and checks its signature.
   *
   * @param minimumRsaBits for both the certified key and the CA's
   * @throws MalformedException when the blob is not exactly one certificate, its CA key is of an
   *     unknown type or itself a certificate, or the CA did not sign it
   */
  public static Certificate read(byte[] blob, int minimumRsaBits) throws MalformedException {
    SshReader in = new SshReader(STRUCTURE, blob);
    String type = SignatureAlgorithms.keyType(in.ascii("type"));
    if (!SignatureAlgorithms.isCertificate(type)) {
      throw in.malformed("type", "not that of a certificate");
    }
    in.string("nonce");
    PublicKey key = PublicKeys.read(SignatureAlgorithms.plain(type), in);
    // a name like ssh-ed25519-cert-v01@openssh.com comes from exactly one plain name
    if (!SignatureAlgorithms.certificate(key.type()).equals(type)) {
      throw in.malformed("type", "not that of its key");
    }
    requireBits(key, minimumRsaBits, in);
    CertificateFields fields = CertificateFields.read(key, in);
    in.string("reserved");
    PublicKey caKey = readCaKey(in.string("signature key"), minimumRsaBits, in);
    int signedLength = in.position();
    byte[] signature = in.string("signature");
    in.end();
    String caAlgorithm = new SshReader(STRUCTURE + " signature", signature).ascii("algorithm");
    if (!verifyByCa(caKey, caAlgorithm, Arrays.copyOf(blob, signedLength), signature)) {
      throw in.malformed("signature", "not one of the signature key");
    }
    return new Certificate(blob.clone(), type, fields, caKey, caAlgorithm);
  }

  private static PublicKey readCaKey(byte[] blob, int minimumRsaBits, SshReader in)
      throws MalformedException {
    String type = new SshReader(STRUCTURE + " signature key", blob).ascii("type");
    if (SignatureAlgorithms.isCertificate(type)) {
      throw in.malformed("signature key", "itself a certificate: chains are not allowed");
    }
    return PublicKeys.read(blob, minimumRsaBits);
  }

  private static void requireBits(PublicKey key, int minimum, SshReader in)
      throws MalformedException {
    if (key instanceof RsaPublicKey rsa && rsa.bits() < minimum) {
      throw in.malformed("n", "RSA key of " + rsa.bits() + " bits, fewer than " + minimum);
    }
  }

  /** A CA may keep its key in a token and sign without a touch, as OpenSSH allows. */
  private static boolean verifyByCa(
      PublicKey caKey, String algorithm, byte[] data, byte[] signature) {
    return caKey instanceof SecurityKeyPublicKey token
        ? token.verifyAssertion(algorithm, data, signature).isPresent()
        // one of SHA-1 is read, and refused by CertificateRules unless the configuration has it
        : caKey.verifyNamed(algorithm, data, signature);
  }

  /** Reads a plain key or a certificate, whichever the blob holds. */
  public static PublicKey readKeyOrCertificate(byte[] blob) throws MalformedException {
    return readKeyOrCertificate(blob, RsaPublicKey.DEFAULT_MINIMUM_BITS);
  }

  /** As {@link #readKeyOrCertificate(byte[])} with another minimum for RSA keys, in bits. */
  public static PublicKey readKeyOrCertificate(byte[] blob, int minimumRsaBits)
      throws MalformedException {
    String type = new SshReader("public key", blob).ascii("type");
    return SignatureAlgorithms.isCertificate(type)
        ? read(blob, minimumRsaBits)
        : PublicKeys.read(blob, minimumRsaBits);
  }

  /**
   * Makes a certificate.
   *
   * @param ca the CA's plain key; may block
   * @param algorithm one of the CA key's; for RSA never SHA-1
   * @throws IOException when the CA cannot sign now
   */
  public static Certificate sign(
      CertificateFields fields, Signer ca, String algorithm, SecureRandom random)
      throws IOException {
    PublicKey caKey = ca.publicKey();
    if (SignatureAlgorithms.isCertificate(caKey.type())) {
      throw new IllegalArgumentException("a certificate cannot sign certificates");
    }
    String type = SignatureAlgorithms.certificate(fields.key().type());
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    SshWriter out = new SshWriter(1024).string(type).string(nonce);
    out.bytes(keyFields(fields.key()));
    fields.write(out);
    out.string("").string(caKey.blob());
    byte[] signature = ca.sign(algorithm, out.toByteArray());
    byte[] blob = out.string(signature).toByteArray();
    return new Certificate(blob, type, fields, caKey, algorithm);
  }

  /** A key's blob without the type's name in front. */
  private static byte[] keyFields(PublicKey key) {
    SshReader in = new SshReader("public key", key.blob());
    try {
      in.ascii("type");
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
    return in.rest();
  }

  /** What the CA says. */
  public CertificateFields fields() {
    return fields;
  }

  /** The plain key that is certified. */
  public PublicKey key() {
    return fields.key();
  }

  /** The CA's key, always a plain one. */
  public PublicKey caKey() {
    return caKey;
  }

  /** The algorithm the CA signed by: {@code rsa-sha2-512}. */
  public String caAlgorithm() {
    return caAlgorithm;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public byte[] blob() {
    return blob.clone();
  }

  @Override
  public List<String> signatureAlgorithms() {
    return key().signatureAlgorithms().stream().map(SignatureAlgorithms::certificate).toList();
  }

  @Override
  public List<String> namedAlgorithms() {
    return key().namedAlgorithms().stream().map(SignatureAlgorithms::certificate).toList();
  }

  /** Signature blobs name the plain algorithm, as the certified key makes them. */
  @Override
  public boolean verify(String algorithm, byte[] data, byte[] signature) {
    return SignatureAlgorithms.isCertificate(algorithm)
        && key().verify(SignatureAlgorithms.plain(algorithm), data, signature);
  }

  @Override
  public boolean verifyNamed(String algorithm, byte[] data, byte[] signature) {
    return SignatureAlgorithms.isCertificate(algorithm)
        && key().verifyNamed(SignatureAlgorithms.plain(algorithm), data, signature);
  }

  /** The plain key's fingerprint, as OpenSSH shows it: it names the key, whoever certified it. */
  @Override
  public String fingerprint() {
    return key().fingerprint();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Certificate that && Arrays.equals(blob, that.blob);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return type + " " + fingerprint();
  }
}
