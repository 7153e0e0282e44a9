package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that says whether a host is to be believed, weighed as ssh does: RevokedHostKeys, then SSHFP
 * records, then known_hosts.
 *
 * @param knownHosts the files of the user and the administrator
 * @param revokedHostKeys files of revoked keys: one that cannot be used refuses every host
 * @param dns what SSHFP records are worth
 */
public record HostVerifier(
    KnownHosts knownHosts, List<Path> revokedHostKeys, VerifyHostKeyDns dns) {
  public HostVerifier {
    revokedHostKeys = List.copyOf(revokedHostKeys);
  }

  /** known_hosts alone. */
  public static HostVerifier in(KnownHosts knownHosts) {
    return new HostVerifier(knownHosts, List.of(), VerifyHostKeyDns.NO);
  }

  /**
   * Whether the key is that of the host. Reads files, so it may block.
   *
   * @throws IOException when KnownHostsCommand fails: the host is then not to be believed
   */
  public Verdict verify(HostKeyOffer offer) throws IOException {
    Optional<Verdict> refused = refuse(offer);
    if (refused.isPresent()) {
      return refused.get();
    }
    Verdict byLines = knownHosts.verify(offer.host(), offer.address(), offer.key());
    return dns == VerifyHostKeyDns.NO
        ? byLines
        : weigh(byLines, DnsFinding.of(offer.dns(), offer.plainKey()));
  }

  /** What RevokedHostKeys says against the key, of whatever host it is. Reads files. */
  public Optional<Verdict> refuse(HostKeyOffer offer) {
    return revokedHostKeys.stream()
        .map(file -> new RevokedHostKeys(file).refuse(offer))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Verdict weigh(Verdict byLines, DnsFinding finding) {
    if (dns == VerifyHostKeyDns.YES
        && finding instanceof DnsFinding.Match(boolean secure)
        && secure
        && !(byLines instanceof Verdict.Revoked)) {
      return new Verdict.Trusted(
          byLines.host(), byLines.offered(), new Basis.Dns(), Optional.empty(), List.of());
    }
    return switch (byLines) {
      case Verdict.Unknown v when finding instanceof DnsFinding.Mismatch(var records) ->
          new Verdict.DnsMismatch(v.host(), v.offered(), records);
      case Verdict.Trusted trusted when finding instanceof DnsFinding.Nothing -> trusted;
      default -> Remark.add(byLines, new Remark.Dns(finding));
    };
  }
}
