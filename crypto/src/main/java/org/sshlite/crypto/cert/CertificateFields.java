package org.sshlite.crypto.cert;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;

/**
 * What a CA says in a certificate, draft-miller-ssh-cert §2.
 *
 * @param key the plain key that is certified
 * @param serial uint64, 0 where the CA does not number its certificates
 * @param keyId free text that ends up in logs
 * @param principals the names the certificate is good for: users, or hosts with wildcards
 * @param validAfter uint64, seconds since 1970: from then on
 * @param validBefore uint64, seconds since 1970: until just before; {@link #FOREVER}
 */
public record CertificateFields(
    PublicKey key,
    CertificateType type,
    long serial,
    String keyId,
    List<String> principals,
    long validAfter,
    long validBefore,
    List<CertificateOption> criticalOptions,
    List<CertificateOption> extensions) {
  /** 2⁶⁴−1: no end. */
  public static final long FOREVER = -1;

  /** As OpenSSH: a name is looked for in all of them before anyone is authenticated. */
  public static final int MAXIMUM_PRINCIPALS = 256;

  /**
   * @throws IllegalArgumentException for a certificate in the place of a key, or too many
   *     principals
   */
  public CertificateFields {
    principals = List.copyOf(principals);
    criticalOptions = List.copyOf(criticalOptions);
    extensions = List.copyOf(extensions);
    if (SignatureAlgorithms.isCertificate(key.type())) {
      throw new IllegalArgumentException("a certificate cannot be certified");
    }
    if (principals.size() > MAXIMUM_PRINCIPALS) {
      throw new IllegalArgumentException(principals.size() + " principals");
    }
  }

  /** Reads what follows the key's fields, up to and with the extensions. */
  static CertificateFields read(PublicKey key, SshReader in) throws MalformedException {
    long serial = in.uint64("serial");
    CertificateType type = readType(in);
    String keyId = readText(in, "key id");
    List<String> principals = readPrincipals(in.sub("valid principals"));
    long validAfter = in.uint64("valid after");
    long validBefore = in.uint64("valid before");
    List<CertificateOption> criticalOptions = CertificateOption.readAll(in.sub("critical options"));
    List<CertificateOption> extensions = CertificateOption.readAll(in.sub("extensions"));
    return new CertificateFields(
        key, type, serial, keyId, principals, validAfter, validBefore, criticalOptions, extensions);
  }

  private static CertificateType readType(SshReader in) throws MalformedException {
    long number = in.uint32("type");
    for (CertificateType type : CertificateType.values()) {
      if (type.number() == number) {
        return type;
      }
    }
    throw in.malformed("type", "neither user nor host");
  }

  private static List<String> readPrincipals(SshReader in) throws MalformedException {
    List<String> principals = new ArrayList<>();
    while (in.remaining() > 0) {
      if (principals.size() == MAXIMUM_PRINCIPALS) {
        throw in.malformed("valid principals", "more than " + MAXIMUM_PRINCIPALS);
      }
      principals.add(readText(in, "principal"));
    }
    return principals;
  }

  /** Text without NUL, where programs in C would see the text end. */
  private static String readText(SshReader in, String field) throws MalformedException {
    String text = in.utf8(field);
    if (text.indexOf('\0') >= 0) {
      throw in.malformed(field, "NUL inside");
    }
    return text;
  }

  void write(SshWriter out) {
    SshWriter names = new SshWriter();
    principals.forEach(names::string);
    out.uint64(serial)
        .uint32(type.number())
        .string(keyId)
        .string(names.toByteArray())
        .uint64(validAfter)
        .uint64(validBefore)
        .string(CertificateOption.writeAll(criticalOptions))
        .string(CertificateOption.writeAll(extensions));
  }
}
