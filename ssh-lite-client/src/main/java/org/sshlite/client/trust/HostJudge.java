package org.sshlite.client.trust;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.knownhosts.HostKeyOffer;
import org.sshlite.knownhosts.Verdict;
import org.sshlite.knownhosts.VerifyHostKeyDns;

/** Verdicts on the keys of one host. Asks nobody and writes nothing. Any thread. */
public final class HostJudge {
  private final TrustOptions options;
  private final HostAddress host;
  private final String dnsName;
  private volatile @Nullable Order prepared;

  /**
   * @param dnsName what SSHFP records are looked up for: never the HostKeyAlias
   */
  public HostJudge(TrustOptions options, HostAddress host, String dnsName) {
    this.options = options;
    this.host = host;
    this.dnsName = dnsName;
  }

  private record Order(List<String> configured, List<String> preferred) {}

  /**
   * Finds the order of the host key algorithms beforehand, on a thread that may wait for
   * KnownHostsCommand.
   *
   * @throws IOException when KnownHostsCommand fails
   */
  public void prepare(List<String> configured) throws IOException {
    prepared = new Order(configured, order(configured));
  }

  /**
   * The host key algorithms to propose.
   *
   * @throws IOException when KnownHostsCommand fails
   */
  public List<String> preferred(List<String> configured) throws IOException {
    Order known = prepared;
    return known != null && known.configured().equals(configured)
        ? known.preferred()
        : order(configured);
  }

  private List<String> order(List<String> configured) throws IOException {
    return options.knownHosts().preferredAlgorithms(host.name(), configured);
  }

  /** What is wrong with the key whatever is known of it: RequiredRSASize. */
  public Optional<String> tooShort(PublicKey key) {
    PublicKey plain = key instanceof Certificate certificate ? certificate.key() : key;
    return plain instanceof RsaPublicKey rsa && rsa.bits() < options.requiredRsaBits()
        ? Optional.of("Server host key has " + rsa.bits() + " bits, fewer than RequiredRSASize.")
        : Optional.empty();
  }

  /** What RevokedHostKeys says against it, of whatever host it is. Reads files. */
  public Optional<Verdict> refusal(PublicKey key) {
    return options.verifier().refuse(offer(key, new DnsAnswer.NotAsked()));
  }

  private HostKeyOffer offer(PublicKey key, DnsAnswer dns) {
    return new HostKeyOffer(host.name(), host.checkedAddress(), key, dns);
  }

  /**
   * The verdict on a key or certificate. Reads files, may ask a name server and run
   * KnownHostsCommand.
   *
   * @throws IOException when KnownHostsCommand fails: the host is then not to be believed
   */
  public Verdict verdict(PublicKey key) throws IOException {
    if (options.policy().isPresent()) {
      throw new IOException("an application decides about this host, and gives no reasons");
    }
    DnsAnswer dns =
        options.verifier().dns() == VerifyHostKeyDns.NO
            ? new DnsAnswer.NotAsked()
            : options.sshfp().apply(dnsName);
    return options.verifier().verify(offer(key, dns));
  }
}
