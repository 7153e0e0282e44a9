package org.sshlite.knownhosts;

import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateFields;
import org.sshlite.crypto.wire.Printable;

/** A remark in words. */
final class RemarkText {
  // enough to recognize the right one by, few enough to be read
  private static final int MOST_AUTHORITIES = 8;

  private RemarkText() {}

  static List<String> lines(Remark remark) {
    return switch (remark) {
      case Remark.Dns(DnsFinding finding) -> lines(finding);
      case Remark.UnknownAuthority(Certificate certificate, List<KnownHost> expected) ->
          Stream.concat(
                  Stream.of(
                      "It showed a certificate of a CA that is not known for it ("
                          + KeyDisplay.USUAL.name(certificate.caKey())
                          + "); only the key in it counts."),
                  expected.stream()
                      .limit(MOST_AUTHORITIES)
                      .map(line -> "  expected a certificate of " + KeyDisplay.USUAL.at(line)))
              .toList();
      case Remark.RefusedCertificate refused -> lines(refused);
    };
  }

  static List<String> lines(Remark.RefusedCertificate refused) {
    CertificateFields fields = refused.certificate().fields();
    return List.of(
        "Its certificate is refused: " + refused.refusal().explanation() + ".",
        "  certificate: \""
            + Printable.line(fields.keyId())
            + "\", serial "
            + Long.toUnsignedString(fields.serial())
            + ", for "
            + principals(fields),
        "  its CA:      " + KeyDisplay.USUAL.at(refused.authority()));
  }

  /** The names that a certificate is good for, safe to print. */
  static String principals(CertificateFields fields) {
    return fields.principals().isEmpty()
        ? "nobody"
        : Printable.line(String.join(", ", fields.principals()));
  }

  /** ssh's sentences for what was found and what was not. */
  private static List<String> lines(DnsFinding finding) {
    return switch (finding) {
      case DnsFinding.Nothing _ -> List.of("No matching host key fingerprint found in DNS.");
      case DnsFinding.Failed(String problem) ->
          List.of("The SSHFP records could not be looked up: " + problem);
      case DnsFinding.Match(boolean secure) ->
          List.of(
              "Matching host key fingerprint found in DNS"
                  + (secure ? "." : ", which DNSSEC does not vouch for."));
      case DnsFinding.Mismatch _ ->
          List.of(
              "Its SSHFP records in the DNS have another key.",
              "Update the SSHFP RR in DNS with the new host key to get rid of this message.");
    };
  }
}
