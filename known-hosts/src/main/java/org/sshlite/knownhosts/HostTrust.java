package org.sshlite.knownhosts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
public record HostTrust(KnownHosts knownHosts, List<Path> revokedHostKeys, VerifyHostKeyDns dns) {
  public HostTrust {
    revokedHostKeys = List.copyOf(revokedHostKeys);
  }

  /** known_hosts alone. */
  public static HostTrust in(KnownHosts knownHosts) {
    return new HostTrust(knownHosts, List.of(), VerifyHostKeyDns.NO);
  }

  /**
   * Whether the key is that of the host. Reads files, so it may block.
   *
   * @throws IOException when KnownHostsCommand fails: the host is then not to be believed
   */
  public Verdict verify(HostKeyOffer offer) throws IOException {
    for (Path file : revokedHostKeys) {
      Optional<Verdict> refused = new RevokedHostKeys(file).refuse(offer);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    Verdict byLines = knownHosts.verify(offer.host(), offer.address(), offer.key());
    return dns == VerifyHostKeyDns.NO
        ? byLines
        : weigh(byLines, DnsFinding.of(offer.dns(), offer.key()));
  }

  private Verdict weigh(Verdict byLines, DnsFinding finding) {
    if (dns == VerifyHostKeyDns.YES
        && finding instanceof DnsFinding.Match(boolean secure)
        && secure
        && !(byLines instanceof Verdict.Revoked)) {
      return new Verdict.Trusted(
          byLines.host(), byLines.offered(), new Basis.Dns(), Optional.empty(), List.of());
    }
    Remark remark = new Remark.Dns(finding);
    return switch (byLines) {
      case Verdict.Unknown v when finding instanceof DnsFinding.Mismatch(var records) ->
          new Verdict.DnsMismatch(v.host(), v.offered(), records);
      case Verdict.Unknown v ->
          new Verdict.Unknown(
              v.host(), v.offered(), v.otherNames(), v.unknownAddress(), and(v.remarks(), remark));
      case Verdict.Trusted v when finding instanceof DnsFinding.Nothing -> v;
      case Verdict.Trusted v ->
          new Verdict.Trusted(
              v.host(), v.offered(), v.basis(), v.unknownAddress(), and(v.remarks(), remark));
      case Verdict.Changed v ->
          new Verdict.Changed(
              v.host(), v.offered(), v.expected(), v.address(), and(v.remarks(), remark));
      default -> byLines;
    };
  }

  private static List<Remark> and(List<Remark> remarks, Remark remark) {
    List<Remark> all = new ArrayList<>(remarks);
    all.add(remark);
    return all;
  }
}
