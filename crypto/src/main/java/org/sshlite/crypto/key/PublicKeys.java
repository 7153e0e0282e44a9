package org.sshlite.crypto.key;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;

/** Reads public key blobs, RFC 4253 §6.6. */
public final class PublicKeys {
  private PublicKeys() {}

  /**
   * A plain public key; certificates are refused here, so that none can stand where a plain key
   * must (as a CA's, as a host's in known_hosts).
   *
   * @throws MalformedException when the blob is not exactly one key, or is of a type not known
   */
  public static PublicKey read(byte[] blob) throws MalformedException {
    SshReader in = new SshReader("public key", blob);
    PublicKey key = read(in.ascii("type"), in);
    in.end();
    return key;
  }

  /**
   * The fields of a key of {@code type}, without the type's name in front; leaves {@code in} behind
   * them.
   */
  public static PublicKey read(String type, SshReader in) throws MalformedException {
    return switch (type) {
      case Ed25519PublicKey.TYPE -> Ed25519PublicKey.read(in);
      default -> throw in.malformed("type", notSupported(type));
    };
  }

  static String notSupported(String type) {
    return "\"" + Printable.line(type) + "\" is not supported";
  }
}
