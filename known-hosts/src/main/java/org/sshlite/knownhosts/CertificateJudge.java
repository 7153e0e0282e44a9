package org.sshlite.knownhosts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.cert.CertificateRules;
import org.sshlite.crypto.cert.CertificateVerdict;

/**
 * Judges a host certificate: by a CA that known_hosts names for the host, else by the plain key in
 * it as if there were no certificate.
 */
final class CertificateJudge {
  private final Judge judge;
  private final HostName host;
  private final Certificate certificate;
  private final CertificatePolicy policy;

  CertificateJudge(Judge judge, HostName host, Certificate certificate, CertificatePolicy policy) {
    this.judge = judge;
    this.host = host;
    this.certificate = certificate;
    this.policy = policy;
  }

  Verdict verdict() throws IOException {
    List<Lookup> lookups = lookups();
    Optional<KnownHost> revoked =
        lookups.stream()
            .flatMap(lookup -> lookup.marked(Marker.REVOKED).stream())
            .filter(this::revokes)
            .findFirst();
    if (revoked.isPresent()) {
      return new Verdict.Revoked(host, certificate, new Revocation.ByLine(revoked.get()));
    }
    Optional<KnownHost> authority =
        lookups.stream().flatMap(lookup -> authority(lookup).stream()).findFirst();
    return authority.isEmpty()
        ? byKey(new Remark.UnknownAuthority(certificate, authorities(lookups)))
        : byAuthority(authority.get());
  }

  /** With its port; and without, where no CA is named with it. */
  private List<Lookup> lookups() throws IOException {
    List<Lookup> lookups = new ArrayList<>(List.of(judge.atPort()));
    if (host.port() != HostName.DEFAULT_PORT
        && judge.atPort().marked(Marker.CERT_AUTHORITY).isEmpty()) {
      lookups.add(judge.atAnyPort());
    }
    return lookups;
  }

  private boolean revokes(KnownHost line) {
    return line.key().equals(certificate.key()) || line.key().equals(certificate.caKey());
  }

  private static List<KnownHost> authorities(List<Lookup> lookups) {
    return lookups.stream()
        .flatMap(lookup -> lookup.marked(Marker.CERT_AUTHORITY).stream())
        .toList();
  }

  private Optional<KnownHost> authority(Lookup lookup) {
    return Judge.with(certificate.caKey(), lookup.marked(Marker.CERT_AUTHORITY));
  }

  private Verdict byAuthority(KnownHost authority) throws IOException {
    return switch (CertificateRules.host(
        certificate, host.name(), policy.clock().instant(), policy.caAlgorithms())) {
      case CertificateVerdict.Accepted _ ->
          new Verdict.Trusted(
              host,
              certificate,
              new Basis.Authority(authority, certificate),
              Optional.empty(),
              List.of());
      case CertificateVerdict.Refused refused ->
          byKey(new Remark.RefusedCertificate(certificate, authority, refused));
    };
  }

  private Verdict byKey(Remark remark) throws IOException {
    Verdict verdict = judge.byKey(certificate.key());
    return verdict instanceof Verdict.Unknown && remark instanceof Remark.RefusedCertificate refused
        ? new Verdict.CertificateRefused(host, certificate, refused)
        : Remark.add(verdict, remark);
  }
}
