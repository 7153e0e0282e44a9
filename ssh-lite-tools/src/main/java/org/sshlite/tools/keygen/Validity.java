package org.sshlite.tools.keygen;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.signer.AbsoluteTime;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.command.ToolException;
import org.sshlite.program.config.TimeSpan;

/**
 * How long a certificate is valid, {@code -V}.
 *
 * @param after uint64, seconds since 1970
 * @param before uint64, seconds since 1970; {@link CertificateFields#FOREVER}
 */
record Validity(long after, long before) {
  static final Validity FOREVER = new Validity(0, CertificateFields.FOREVER);

  /** Hosts whose clocks are late are to accept it at once, so it starts a little earlier. */
  private static final int BACKDATED_SECONDS = 59;

  static Validity parse(String text) throws ToolException {
    return parse(text, Instant.now().getEpochSecond(), ZoneId.systemDefault());
  }

  /**
   * @param now seconds since 1970
   * @param zone of times that do not say UTC
   */
  static Validity parse(String text, long now, ZoneId zone) throws ToolException {
    int colon = text.indexOf(':');
    if (text.startsWith("+") && colon < 0) {
      Duration life =
          TimeSpan.parse(text.substring(1))
              .orElseThrow(() -> fatal("Invalid relative certificate life " + text));
      return new Validity((now - BACKDATED_SECONDS) / 60 * 60, now + life.toSeconds());
    }
    if (colon <= 0 || colon == text.length() - 1) {
      throw fatal("Invalid certificate life specification " + text);
    }
    String from = text.substring(0, colon);
    String to = text.substring(colon + 1);
    long after = from.equals("always") ? 0 : time("from", from, now, zone);
    long before = to.equals("forever") ? CertificateFields.FOREVER : time("to", to, now, zone);
    if (Long.compareUnsigned(before, after) <= 0) {
      throw fatal("Empty certificate validity interval");
    }
    return new Validity(after, before);
  }

  private static long time(String which, String text, long now, ZoneId zone) throws ToolException {
    if (text.startsWith("+") || text.startsWith("-")) {
      long seconds =
          TimeSpan.parse(text.substring(1))
              .orElseThrow(() -> fatal("Invalid relative certificate time " + text))
              .toSeconds();
      if (text.startsWith("-") && seconds > now) {
        throw fatal("Certificate time " + text + " cannot be represented");
      }
      return text.startsWith("-") ? now - seconds : now + seconds;
    }
    if (text.startsWith("0x")) {
      return Numbers.unsigned(text.substring(2), 16)
          .orElseThrow(() -> fatal("Invalid certificate time: not a number"));
    }
    Optional<Instant> time = AbsoluteTime.parse(text, zone);
    return time.orElseThrow(() -> fatal("Invalid " + which + " time \"" + text + "\""))
        .getEpochSecond();
  }

  private static ToolException fatal(String message) {
    return ToolException.fatal(Printable.line(message));
  }

  /** {@code from … to …}, {@code forever}, in local time. */
  static String describe(CertificateFields fields) {
    ZoneId zone = ZoneId.systemDefault();
    String from = AbsoluteTime.format(fields.validAfter(), zone);
    String to = AbsoluteTime.format(fields.validBefore(), zone);
    boolean endless = fields.validBefore() == CertificateFields.FOREVER;
    if (fields.validAfter() == 0) {
      return endless ? "forever" : "before " + to;
    }
    return endless ? "after " + from : "from " + from + " to " + to;
  }
}
