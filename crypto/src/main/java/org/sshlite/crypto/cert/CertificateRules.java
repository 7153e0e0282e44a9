package org.sshlite.crypto.cert;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.cert.CertificateVerdict.Accepted;
import org.sshlite.crypto.cert.CertificateVerdict.Refused;
import org.sshlite.crypto.cert.CertificateVerdict.Rule;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.crypto.wire.Printable;

/**
 * The rules of draft-miller-ssh-cert §2 and §3, and of OpenSSH since 10.3, by which a certificate
 * of a trusted CA is valid.
 */
public final class CertificateRules {
  private static final CertificatePermissions NO_PERMISSIONS =
      new CertificatePermissions(
          Optional.empty(), Optional.empty(), false, false, false, false, false, false, false);

  private CertificateRules() {}

  /**
   * Judges the certificate of a host. Principals may have wildcards here and nowhere else.
   *
   * @param host the name that was asked for, in lower case
   * @param caAlgorithms what the CA may have signed by
   */
  public static CertificateVerdict host(
      Certificate certificate, String host, Instant now, List<String> caAlgorithms) {
    CertificateFields fields = certificate.fields();
    return typeAndTime(fields, CertificateType.HOST, now)
        .or(
            () ->
                name(
                    host,
                    fields.principals().stream().anyMatch(p -> new Wildcard(p).matches(host))))
        .or(
            () ->
                // no critical option is defined for hosts
                fields.criticalOptions().stream().findFirst().map(option -> unknown(option.name())))
        .or(() -> caAlgorithm(certificate, caAlgorithms))
        .<CertificateVerdict>map(refused -> refused)
        .orElse(new Accepted(NO_PERMISSIONS));
  }

  /**
   * Judges the certificate of a user.
   *
   * @param user the name to log in as, or empty where the caller matches the principals by a list
   *     of its own (AuthorizedPrincipalsFile); there must be some either way
   * @param source where the user comes from, or empty where source-address is checked elsewhere
   * @param caAlgorithms what the CA may have signed by
   */
  public static CertificateVerdict user(
      Certificate certificate,
      Optional<String> user,
      Optional<InetAddress> source,
      Instant now,
      List<String> caAlgorithms) {
    CertificateFields fields = certificate.fields();
    Optional<Refused> refused =
        typeAndTime(fields, CertificateType.USER, now)
            .or(() -> user.flatMap(name -> name(name, fields.principals().contains(name))));
    if (refused.isPresent()) {
      return refused.get();
    }
    return switch (CertificateOptions.read(fields)) {
      case Refused r -> r;
      case Accepted accepted ->
          caAlgorithm(certificate, caAlgorithms)
              .or(() -> source.flatMap(from -> sourceAddress(accepted.permissions(), from)))
              .<CertificateVerdict>map(r -> r)
              .orElse(accepted);
    };
  }

  private static Optional<Refused> typeAndTime(
      CertificateFields fields, CertificateType type, Instant now) {
    long seconds = now.getEpochSecond();
    if (fields.type() != type) {
      return refuse(
          Rule.TYPE,
          type == CertificateType.HOST ? "not a host certificate" : "not a user certificate");
    }
    // a clock before 1970 is before every certificate
    if (seconds < 0 || Long.compareUnsigned(seconds, fields.validAfter()) < 0) {
      return refuse(Rule.NOT_YET_VALID, "not yet valid");
    }
    if (Long.compareUnsigned(seconds, fields.validBefore()) >= 0) {
      return refuse(Rule.EXPIRED, "expired");
    }
    if (fields.principals().isEmpty()) {
      return refuse(Rule.NO_PRINCIPALS, "lacks principals");
    }
    return Optional.empty();
  }

  private static Optional<Refused> name(String name, boolean isPrincipal) {
    return isPrincipal
        ? Optional.empty()
        : refuse(Rule.NAME, "\"" + Printable.line(name) + "\" is not a listed principal");
  }

  static Refused unknown(String option) {
    return new Refused(
        Rule.UNKNOWN_CRITICAL_OPTION,
        "critical option \"" + Printable.line(option) + "\" is not supported");
  }

  private static Optional<Refused> caAlgorithm(Certificate certificate, List<String> allowed) {
    return allowed.contains(certificate.caAlgorithm())
        ? Optional.empty()
        : refuse(
            Rule.CA_ALGORITHM,
            "signed by " + certificate.caAlgorithm() + ", which is not allowed for CAs");
  }

  private static Optional<Refused> sourceAddress(
      CertificatePermissions permissions, InetAddress source) {
    return permissions.sourceAddresses().filter(list -> !list.contains(source)).isPresent()
        ? refuse(Rule.SOURCE_ADDRESS, "not valid from " + source.getHostAddress())
        : Optional.empty();
  }

  private static Optional<Refused> refuse(Rule rule, String explanation) {
    return Optional.of(new Refused(rule, explanation));
  }
}
