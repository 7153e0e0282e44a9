package org.sshlite.client;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.knownhosts.Verdict;
import org.sshlite.protocol.transport.KexTranscript;

/**
 * How a host was judged, from the first byte to the verdict.
 *
 * @param configuredHostKeys HostKeyAlgorithms; what was proposed may have another order, for known
 *     keys come first
 * @param hostKey the key or certificate whose signature over the exchange hash was good
 * @param hostKeyAlgorithm what it signed by
 * @param obstacle what is wrong with the key whatever is known of it; safe to print
 */
public record HostReport(
    KexTranscript transcript,
    List<String> configuredHostKeys,
    PublicKey hostKey,
    String hostKeyAlgorithm,
    Verdict verdict,
    Optional<String> obstacle) {
  public HostReport {
    configuredHostKeys = List.copyOf(configuredHostKeys);
  }

  /** Whether the host is believed by what is known of it; StrictHostKeyChecking plays no part. */
  public boolean isBelieved() {
    return verdict instanceof Verdict.Trusted && obstacle.isEmpty();
  }
}
