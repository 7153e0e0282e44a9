package org.sshlite.knownhosts;

import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;

/**
 * A host key that came, and under what name it was asked for.
 *
 * @param host the name, with its port; or its HostKeyAlias, {@link HostName#parse}d
 * @param address CheckHostIP: the address it was reached at, with the port; empty when it is not to
 *     be checked (a proxy, a loopback address, the name is the address)
 * @param key the key that signed the exchange hash, or the certificate it came in
 * @param dns the SSHFP records of the name, if they were looked up
 */
public record HostKeyOffer(
    HostName host, Optional<HostName> address, PublicKey key, DnsAnswer dns) {
  /** The key itself, without what a CA says of it. */
  PublicKey plainKey() {
    return key instanceof Certificate certificate ? certificate.key() : key;
  }

  /** No address to check, no DNS. */
  public static HostKeyOffer of(HostName host, PublicKey key) {
    return new HostKeyOffer(host, Optional.empty(), key, new DnsAnswer.NotAsked());
  }
}
