package org.sshlite.knownhosts;

import java.util.List;
import java.util.stream.Stream;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateVerdict;

/** Evidence on a host that was weighed and did not decide; a person may want to know. */
public sealed interface Remark {
  /** What its SSHFP records say. */
  record Dns(DnsFinding finding) implements Remark {}

  /**
   * It showed a certificate of a CA that no line names for it, so its plain key was looked up.
   *
   * @param expected the lines of the CAs that are named for it, if there are any
   */
  record UnknownAuthority(Certificate certificate, List<KnownHost> expected) implements Remark {
    public UnknownAuthority {
      expected = List.copyOf(expected);
    }
  }

  /**
   * It showed a certificate that is not valid, so its plain key was looked up.
   *
   * @param authority the line of its CA
   * @param refusal the rule that it breaks
   */
  record RefusedCertificate(
      Certificate certificate, KnownHost authority, CertificateVerdict.Refused refusal)
      implements Remark {}

  /** In words, a line each. */
  default List<String> lines() {
    return RemarkText.lines(this);
  }

  /** The same verdict with one remark more, where it can hold any. */
  static Verdict add(Verdict verdict, Remark remark) {
    return switch (verdict) {
      case Verdict.Trusted v ->
          new Verdict.Trusted(
              v.host(), v.offered(), v.basis(), v.unknownAddress(), and(v.remarks(), remark));
      case Verdict.Unknown v ->
          new Verdict.Unknown(
              v.host(), v.offered(), v.otherNames(), v.unknownAddress(), and(v.remarks(), remark));
      case Verdict.Changed v ->
          new Verdict.Changed(
              v.host(), v.offered(), v.expected(), v.address(), and(v.remarks(), remark));
      default -> verdict;
    };
  }

  private static List<Remark> and(List<Remark> remarks, Remark remark) {
    return Stream.concat(remarks.stream(), Stream.of(remark)).toList();
  }
}
