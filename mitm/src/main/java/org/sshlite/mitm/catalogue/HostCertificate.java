package org.sshlite.mitm.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.mitm.end.HostKey;
import org.sshlite.mitm.end.Scene;

/**
 * A host certificate with whatever fields a forger likes, draft-miller-ssh-cert §2.
 *
 * @param type 1 for users, 2 for hosts
 * @param validAfter seconds since 1970
 * @param validBefore seconds since 1970
 * @param options critical options by name, each without data
 * @param caBlob stands in the CA's place
 * @param brokenSignature whether the CA's signature is spoilt
 */
record HostCertificate(
    int type,
    List<String> principals,
    long validAfter,
    long validBefore,
    List<String> options,
    PrivateKey ca,
    byte[] caBlob,
    boolean brokenSignature) {
  static final String ALGORITHM = "ssh-ed25519-cert-v01@openssh.com";
  static final int HOST = 2;
  static final int USER = 1;

  private static final long HOUR = 3600;
  private static final int NONCE_LENGTH = 32;

  /** Nothing wrong with it. */
  static HostCertificate good(Scene scene) {
    long now = Instant.now().getEpochSecond();
    return new HostCertificate(
        HOST,
        List.of("127.0.0.1", "localhost"),
        now - HOUR,
        now + HOUR,
        List.of(),
        scene.authority(),
        scene.authority().publicKey().blob(),
        false);
  }

  HostCertificate withType(int value) {
    return new HostCertificate(
        value, principals, validAfter, validBefore, options, ca, caBlob, brokenSignature);
  }

  HostCertificate withPrincipals(String... value) {
    return new HostCertificate(
        type, List.of(value), validAfter, validBefore, options, ca, caBlob, brokenSignature);
  }

  /** Valid between so many hours from now. */
  HostCertificate withHours(int from, int to) {
    long now = Instant.now().getEpochSecond();
    return new HostCertificate(
        type, principals, now + from * HOUR, now + to * HOUR, options, ca, caBlob, brokenSignature);
  }

  HostCertificate withOption(String name) {
    return new HostCertificate(
        type, principals, validAfter, validBefore, List.of(name), ca, caBlob, brokenSignature);
  }

  HostCertificate withAuthority(PrivateKey signer, byte[] shown) {
    return new HostCertificate(
        type, principals, validAfter, validBefore, options, signer, shown, brokenSignature);
  }

  HostCertificate withBrokenSignature() {
    return new HostCertificate(
        type, principals, validAfter, validBefore, options, ca, caBlob, true);
  }

  /** The certificate for an Ed25519 key. */
  HostKey issue(HostKey key) {
    return key.shownAs(blob(key.blob()), List.of(ALGORITHM));
  }

  byte[] blob(byte[] keyBlob) {
    SshWriter names = new SshWriter();
    principals.forEach(names::string);
    SshWriter critical = new SshWriter();
    options.forEach(name -> critical.string(name).string(""));
    SshWriter out =
        new SshWriter()
            .string(ALGORITHM)
            .string(new byte[NONCE_LENGTH])
            .bytes(withoutType(keyBlob))
            .uint64(0)
            .uint32(type)
            .string("ssh-lite-mitm")
            .string(names.toByteArray())
            .uint64(validAfter)
            .uint64(validBefore)
            .string(critical.toByteArray())
            .string("")
            .string("")
            .string(caBlob);
    return out.string(signature(out.toByteArray())).toByteArray();
  }

  private byte[] signature(byte[] signed) {
    try {
      byte[] signature = ca.sign(ca.publicKey().signatureAlgorithms().getFirst(), signed);
      if (brokenSignature) {
        signature[signature.length - 5] ^= 1;
      }
      return signature;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] withoutType(byte[] keyBlob) {
    try {
      SshReader in = new SshReader("public key", keyBlob);
      in.ascii("type");
      return in.rest();
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }
}
