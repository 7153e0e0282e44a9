package org.sshlite.crypto.cert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;

/**
 * A key revocation list, OpenSSH PROTOCOL.krl: keys, certificates and CAs that are no longer good.
 * Built up by the {@code revoke} methods or read from a file. Not safe for use by several threads
 * while it is built up.
 */
public final class Krl {
  /** Why a key is revoked. */
  public enum Reason {
    KEY,
    SHA1_FINGERPRINT,
    SHA256_FINGERPRINT,
    CERTIFICATE_SERIAL,
    CERTIFICATE_KEY_ID,
    /** The key of the certificate's CA is revoked, for any of the other reasons. */
    CA
  }

  private final long version;
  private final long generatedAt;
  private final String comment;
  private final SortedSet<Blob> keys = new TreeSet<>();
  private final SortedSet<Blob> sha1 = new TreeSet<>();
  private final SortedSet<Blob> sha256 = new TreeSet<>();
  private final Map<Blob, RevokedCertificates> certificates = new LinkedHashMap<>();

  /**
   * An empty list.
   *
   * @param version uint64, grows with each change
   * @param generatedAt uint64, seconds since 1970
   */
  public Krl(long version, long generatedAt, String comment) {
    this.version = version;
    this.generatedAt = generatedAt;
    this.comment = comment;
  }

  /** Reads a list. It carries no signature: where it comes from must be trusted. */
  public static Krl read(byte[] data) throws MalformedException {
    return KrlFormat.read(data);
  }

  /** The list as a file. */
  public byte[] write() {
    return KrlFormat.write(this);
  }

  /** The same list under another version, date and comment, for adding to it. */
  public Krl renewed(long newVersion, long newDate, String newComment) {
    Krl renewed = new Krl(newVersion, newDate, newComment);
    renewed.keys.addAll(keys);
    renewed.sha1.addAll(sha1);
    renewed.sha256.addAll(sha256);
    certificates.forEach((ca, revoked) -> renewed.ofCa(ca).addAll(revoked));
    return renewed;
  }

  /** Whether {@code data} claims to be a list in this format. */
  public static boolean isKrl(byte[] data) {
    return KrlFormat.hasMagic(data);
  }

  /**
   * Why a key or certificate is revoked; empty for a good one. A certificate is also revoked with
   * the key it certifies, and with its CA's.
   */
  public Optional<Reason> query(PublicKey key) {
    return key instanceof Certificate certificate
        ? queryKey(certificate.key())
            .or(() -> queryCertificate(certificate, Blob.of(certificate.caKey())))
            .or(() -> queryCertificate(certificate, Blob.EMPTY))
            .or(() -> queryKey(certificate.caKey()).map(_ -> Reason.CA))
        : queryKey(key);
  }

  private Optional<Reason> queryKey(PublicKey key) {
    Blob blob = Blob.of(key);
    if (sha1.contains(blob.hash("SHA-1"))) {
      return Optional.of(Reason.SHA1_FINGERPRINT);
    }
    if (sha256.contains(blob.hash("SHA-256"))) {
      return Optional.of(Reason.SHA256_FINGERPRINT);
    }
    return keys.contains(blob) ? Optional.of(Reason.KEY) : Optional.empty();
  }

  private Optional<Reason> queryCertificate(Certificate certificate, Blob ca) {
    RevokedCertificates revoked = certificates.get(ca);
    return revoked == null ? Optional.empty() : revoked.query(certificate.fields());
  }

  /** Revokes a key; of a certificate, the serial number, or the key id where it has none. */
  public void revoke(PublicKey key) {
    if (!(key instanceof Certificate certificate)) {
      keys.add(Blob.of(key));
    } else if (certificate.fields().serial() == 0) {
      revokeKeyId(Optional.of(certificate.caKey()), certificate.fields().keyId());
    } else {
      long serial = certificate.fields().serial();
      revokeSerials(Optional.of(certificate.caKey()), serial, serial);
    }
  }

  /** Revokes a plain key by its fingerprint: smaller, and good where the key is not at hand. */
  public void revokeSha256(PublicKey key) {
    PublicKey plain = key instanceof Certificate certificate ? certificate.key() : key;
    sha256.add(Blob.of(plain).hash("SHA-256"));
  }

  /**
   * Revokes the key whose blob has a hash.
   *
   * @param hash SHA-256, 32 bytes
   */
  public void revokeSha256(byte[] hash) {
    if (hash.length != 32) {
      throw new IllegalArgumentException("SHA-256 hash of " + hash.length + " bytes");
    }
    sha256.add(new Blob(hash.clone()));
  }

  /** Revokes a plain key by its SHA-1 fingerprint, for readers that know nothing better. */
  public void revokeSha1(PublicKey key) {
    PublicKey plain = key instanceof Certificate certificate ? certificate.key() : key;
    sha1.add(Blob.of(plain).hash("SHA-1"));
  }

  /**
   * Revokes the certificates with the serial numbers from {@code first} to {@code last}, both
   * uint64.
   *
   * @param ca whose certificates, or empty for all CAs
   * @throws IllegalArgumentException for 0, which means that a certificate has no serial number, or
   *     an empty range
   */
  public void revokeSerials(Optional<PublicKey> ca, long first, long last) {
    ofCa(ca.map(Blob::of).orElse(Blob.EMPTY)).addSerials(first, last);
  }

  /**
   * Revokes the certificates with a key id.
   *
   * @param ca whose certificates, or empty for all CAs
   */
  public void revokeKeyId(Optional<PublicKey> ca, String keyId) {
    ofCa(ca.map(Blob::of).orElse(Blob.EMPTY)).addKeyId(keyId);
  }

  RevokedCertificates ofCa(Blob ca) {
    return certificates.computeIfAbsent(ca, _ -> new RevokedCertificates());
  }

  public long version() {
    return version;
  }

  /** Seconds since 1970, uint64. */
  public long generatedAt() {
    return generatedAt;
  }

  /** As it came from the file, so it goes through {@code Printable} before it reaches a screen. */
  public String comment() {
    return comment;
  }

  SortedSet<Blob> keys() {
    return keys;
  }

  SortedSet<Blob> sha1() {
    return sha1;
  }

  SortedSet<Blob> sha256() {
    return sha256;
  }

  Map<Blob, RevokedCertificates> certificates() {
    return certificates;
  }
}
