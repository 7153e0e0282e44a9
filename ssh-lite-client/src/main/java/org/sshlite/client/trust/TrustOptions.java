package org.sshlite.client.trust;

import java.util.Optional;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;

/**
 * How hosts are believed.
 *
 * @param strictness StrictHostKeyChecking
 * @param checksAddress CheckHostIP
 * @param hostKeyAlias HostKeyAlias: known_hosts is asked for this name instead of the host's
 * @param requiredRsaBits RequiredRSASize
 */
public record TrustOptions(
    KnownHosts knownHosts,
    StrictHostKeyChecking strictness,
    boolean checksAddress,
    Optional<String> hostKeyAlias,
    int requiredRsaBits) {}
