package org.sshlite.tools.keygen;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.Krl;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;

/** What to revoke, line by line: ssh-keygen(1) KEY REVOCATION LISTS. */
final class KrlSpecification {
  private static final int SHA256_LENGTH = 32;

  /** Whose certificates are meant. */
  sealed interface Authority {
    /** Not told, so there can be no talk of certificates. */
    record None() implements Authority {}

    /** A CA's, or those of all CAs. */
    record Of(Optional<PublicKey> key) implements Authority {}
  }

  private final String source;
  private final Krl krl;
  private final Authority ca;
  private int number;

  /**
   * @param source the file's name, safe to print
   */
  KrlSpecification(String source, Krl krl, Authority ca) {
    this.source = source;
    this.krl = krl;
    this.ca = ca;
  }

  void apply(List<String> lines) throws ToolException {
    number = 0;
    for (String line : lines) {
      number++;
      int comment = line.indexOf('#');
      String text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!text.isEmpty()) {
        revoke(text);
      }
    }
  }

  private void revoke(String text) throws ToolException {
    int colon = text.indexOf(':');
    String keyword = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = text.substring(colon + 1).strip();
    switch (keyword) {
      case "serial" -> revokeSerials(value);
      case "id" -> krl.revokeKeyId(authority("key ID"), value);
      case "hash" -> krl.revokeSha256(hash(value));
      case "key" -> krl.revoke(plain(key(value)));
      case "sha1" -> krl.revokeSha1(key(value));
      case "sha256" -> krl.revokeSha256(key(value));
      default -> krl.revoke(key(text));
    }
  }

  private Optional<PublicKey> authority(String what) throws ToolException {
    return switch (ca) {
      case Authority.Of(Optional<PublicKey> key) -> key;
      case Authority.None() ->
          throw ToolException.fatal(
              "revoking certificates by "
                  + (what.equals("serial") ? "serial number" : what)
                  + " requires specification of a CA key");
    };
  }

  private void revokeSerials(String value) throws ToolException {
    Optional<PublicKey> of = authority("serial");
    int dash = value.indexOf('-');
    long first = serial(dash < 0 ? value : value.substring(0, dash));
    long last = dash < 0 ? first : serial(value.substring(dash + 1));
    if (dash >= 0 && Long.compareUnsigned(last, first) <= 0) {
      throw problem(
          "invalid serial range "
              + Long.toUnsignedString(first)
              + ":"
              + Long.toUnsignedString(last));
    }
    if (first == 0) {
      throw problem("serial 0 stands for certificates without one and cannot be revoked");
    }
    krl.revokeSerials(of, first, last);
  }

  private long serial(String text) throws ToolException {
    OptionalLong serial = Numbers.unsignedAnyRadix(text);
    return serial.orElseThrow(() -> problem("invalid serial \"" + text + "\""));
  }

  private byte[] hash(String value) throws ToolException {
    if (!value.startsWith("SHA256:")) {
      throw problem("unsupported hash algorithm");
    }
    try {
      byte[] hash = Base64.getDecoder().decode(value.substring(7));
      if (hash.length == SHA256_LENGTH) {
        return hash;
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw problem("decode hash failed");
  }

  private PublicKey key(String text) throws ToolException {
    try {
      return KeyText.parse(text).key();
    } catch (MalformedException e) {
      throw problem("invalid key: " + e.getMessage());
    }
  }

  private static PublicKey plain(PublicKey key) {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }

  private ToolException problem(String text) {
    return ToolException.fatal(source + ":" + number + ": " + Printable.line(text));
  }
}
