package org.sshlite.crypto.cert;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;
import org.sshlite.crypto.key.Fingerprint;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;

/**
 * A KRL as text, as ssh-keygen -Ql shows it: the form that ssh-keygen(1) KEY REVOCATION LISTS
 * describes, where it has a word for a thing.
 */
public final class KrlListing {
  private final Krl krl;
  private final StringBuilder out = new StringBuilder();

  private KrlListing(Krl krl) {
    this.krl = krl;
  }

  /**
   * Whole lines, safe to print.
   *
   * @param zone of the date at the top
   */
  public static String of(Krl krl, ZoneId zone) {
    KrlListing listing = new KrlListing(krl);
    listing.head(zone);
    listing.keys();
    krl.certificates().forEach(listing::certificates);
    return listing.out.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private void head(ZoneId zone) {
    line("# KRL version " + Long.toUnsignedString(krl.version()));
    line("# Generated at " + timestamp(krl.generatedAt(), zone));
    if (!krl.comment().isEmpty()) {
      line("# Comment: " + Printable.line(krl.comment()));
    }
    line("");
  }

  private static String timestamp(long seconds, ZoneId zone) {
    // the last moment that a year of four digits has
    if (seconds < 0 || seconds > 253402300799L) {
      return "<INVALID>";
    }
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), zone);
    return time.withNano(0)
        .toString()
        .replace("-", "")
        .replace(":", "")
        // ISO 8601 leaves seconds out when they are 0
        .concat(time.getSecond() == 0 ? "00" : "");
  }

  private void keys() {
    for (Blob key : krl.keys()) {
      line("hash: " + Fingerprint.sha256(key.bytes()) + " # " + type(key));
    }
    for (Blob hash : krl.sha256()) {
      line("hash: SHA256:" + HexFormat.of().formatHex(hash.bytes()));
    }
    for (Blob hash : krl.sha1()) {
      line("# hash SHA1:" + HexFormat.of().formatHex(hash.bytes()));
    }
  }

  private static String type(Blob key) {
    try {
      return Printable.line(new SshReader("key", key.bytes()).ascii("type"));
    } catch (MalformedException _) {
      return "(not a key)";
    }
  }

  private void certificates(Blob ca, RevokedCertificates revoked) {
    line("");
    line(
        ca.equals(Blob.EMPTY)
            ? "# Wildcard CA"
            : "# CA key " + type(ca) + " " + Fingerprint.sha256(ca.bytes()));
    for (Map.Entry<Long, Long> range : revoked.serials().entrySet()) {
      String first = Long.toUnsignedString(range.getKey());
      String last = Long.toUnsignedString(range.getValue());
      line("serial: " + first + (first.equals(last) ? "" : "-" + last));
    }
    for (String id : revoked.keyIds()) {
      line("id: " + Printable.line(id));
    }
  }
}
