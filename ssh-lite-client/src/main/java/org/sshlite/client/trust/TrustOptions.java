package org.sshlite.client.trust;

import java.util.Optional;
import java.util.function.Function;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.knownhosts.HostVerifier;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;

/**
 * How hosts are believed.
 *
 * @param verifier known_hosts, RevokedHostKeys and what SSHFP records are worth
 * @param strictness StrictHostKeyChecking
 * @param checksAddress CheckHostIP
 * @param hostKeyAlias HostKeyAlias: known_hosts is asked for this name instead of the host's
 * @param requiredRsaBits RequiredRSASize
 * @param updateHostKeys whether keys that a believed host announces and proves are learned
 * @param sshfp looks up the SSHFP records of a host name; asked only where the verifier wants them
 */
public record TrustOptions(
    HostVerifier verifier,
    StrictHostKeyChecking strictness,
    boolean checksAddress,
    Optional<String> hostKeyAlias,
    int requiredRsaBits,
    UpdateHostKeys updateHostKeys,
    Function<String, DnsAnswer> sshfp) {

  /** By known_hosts alone, which is not updated. */
  public TrustOptions(
      KnownHosts knownHosts,
      StrictHostKeyChecking strictness,
      boolean checksAddress,
      Optional<String> hostKeyAlias,
      int requiredRsaBits) {
    this(
        HostVerifier.in(knownHosts),
        strictness,
        checksAddress,
        hostKeyAlias,
        requiredRsaBits,
        UpdateHostKeys.NO,
        _ -> new DnsAnswer.NotAsked());
  }

  /** The known_hosts files. */
  public KnownHosts knownHosts() {
    return verifier.knownHosts();
  }
}
