package org.sshlite.knownhosts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;

/**
 * An SSHFP resource record, RFC 4255 §3: a fingerprint of a host key.
 *
 * @param algorithm of the key: 1 RSA, 3 ECDSA (RFC 6594 §3), 4 Ed25519 (RFC 7479 §2)
 * @param fingerprintType 1 SHA-1, 2 SHA-256 (RFC 6594 §3)
 * @param fingerprint in lower-case hexadecimal
 */
public record SshfpRecord(int algorithm, int fingerprintType, String fingerprint) {
  private static final int SHA_256 = 2;

  /** From the record's data: a byte each for algorithm and type, and the fingerprint. */
  public static SshfpRecord read(byte[] data) throws MalformedException {
    SshReader in = new SshReader("SSHFP record", data);
    int algorithm = in.uint8("algorithm");
    int type = in.uint8("fingerprint type");
    if (in.remaining() == 0) {
      throw in.malformed("fingerprint", "empty");
    }
    return new SshfpRecord(algorithm, type, HexFormat.of().formatHex(in.rest()));
  }

  /** The record that a host publishes for its key. */
  public static SshfpRecord of(PublicKey key) {
    return new SshfpRecord(algorithm(key), SHA_256, HexFormat.of().formatHex(sha256(key)));
  }

  /** Whether it can be compared with a key: SHA-1 fingerprints prove nothing any more. */
  boolean isComparable() {
    return fingerprintType == SHA_256;
  }

  private static int algorithm(PublicKey key) {
    return switch (key.type()) {
      case "ssh-rsa" -> 1;
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> 3;
      case "ssh-ed25519" -> 4;
      default -> 0; // reserved: such a key has no records
    };
  }

  private static byte[] sha256(PublicKey key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.blob());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** As a zone file has it: {@code 4 2 0123…}. */
  @Override
  public String toString() {
    return algorithm + " " + fingerprintType + " " + fingerprint;
  }
}
