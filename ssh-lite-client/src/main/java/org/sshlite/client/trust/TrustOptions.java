package org.sshlite.client.trust;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sshlite.crypto.key.RsaPublicKey;
import org.sshlite.knownhosts.DnsAnswer;
import org.sshlite.knownhosts.HostVerifier;
import org.sshlite.knownhosts.KeyDisplay;
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
 * @param display how keys are shown to a person
 * @param believesLocalhost NoHostAuthenticationForLocalhost: whether this machine's own keys are
 *     not looked at, where it has no alias
 * @param policy decides alone, where there is one; of the others only {@code requiredRsaBits}
 *     counts beside it
 */
public record TrustOptions(
    HostVerifier verifier,
    StrictHostKeyChecking strictness,
    boolean checksAddress,
    Optional<String> hostKeyAlias,
    int requiredRsaBits,
    UpdateHostKeys updateHostKeys,
    Function<String, DnsAnswer> sshfp,
    KeyDisplay display,
    boolean believesLocalhost,
    Optional<TrustPolicy> policy) {

  /** Without a policy of an application's own. */
  public TrustOptions(
      HostVerifier verifier,
      StrictHostKeyChecking strictness,
      boolean checksAddress,
      Optional<String> hostKeyAlias,
      int requiredRsaBits,
      UpdateHostKeys updateHostKeys,
      Function<String, DnsAnswer> sshfp) {
    this(
        verifier,
        strictness,
        checksAddress,
        hostKeyAlias,
        requiredRsaBits,
        updateHostKeys,
        sshfp,
        KeyDisplay.USUAL,
        false,
        Optional.empty());
  }

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

  /** What known_hosts files of no host say: all are unknown, and refused. */
  public static Builder builder() {
    return new Builder();
  }

  /** By an application's own policy. */
  public static TrustOptions by(TrustPolicy policy) {
    return builder().policy(policy).build();
  }

  /** Collects options; what is not set keeps its default. */
  public static final class Builder {
    private HostVerifier verifier = HostVerifier.in(KnownHosts.open(List.of(), List.of()));
    private StrictHostKeyChecking strictness = StrictHostKeyChecking.YES;
    private boolean checksAddress;
    private Optional<String> hostKeyAlias = Optional.empty();
    private int requiredRsaBits = RsaPublicKey.DEFAULT_MINIMUM_BITS;
    private UpdateHostKeys updateHostKeys = UpdateHostKeys.NO;
    private Function<String, DnsAnswer> sshfp = _ -> new DnsAnswer.NotAsked();
    private KeyDisplay display = KeyDisplay.USUAL;
    private boolean believesLocalhost;
    private Optional<TrustPolicy> policy = Optional.empty();

    private Builder() {}

    /** The files that say who is known; by default none. */
    public Builder knownHosts(KnownHosts value) {
      return verifier(HostVerifier.in(value));
    }

    /** As {@link #knownHosts}, with revoked keys and what SSHFP records are worth. */
    public Builder verifier(HostVerifier value) {
      verifier = value;
      return this;
    }

    /** By default yes: an unknown host is refused. */
    public Builder strictness(StrictHostKeyChecking value) {
      strictness = value;
      return this;
    }

    /** CheckHostIP; by default not. */
    public Builder checksAddress(boolean value) {
      checksAddress = value;
      return this;
    }

    /** HostKeyAlias. */
    public Builder hostKeyAlias(String value) {
      hostKeyAlias = Optional.of(value);
      return this;
    }

    /** Bits; RSA keys with fewer are refused. */
    public Builder requiredRsaBits(int value) {
      requiredRsaBits = value;
      return this;
    }

    /** By default nothing is learned. */
    public Builder updateHostKeys(UpdateHostKeys value) {
      updateHostKeys = value;
      return this;
    }

    /** By default nobody is asked. */
    public Builder sshfp(Function<String, DnsAnswer> value) {
      sshfp = value;
      return this;
    }

    /** How keys are shown to a person; by default by their SHA-256 fingerprint. */
    public Builder display(KeyDisplay value) {
      display = value;
      return this;
    }

    /** NoHostAuthenticationForLocalhost; by default not. */
    public Builder believesLocalhost(boolean value) {
      believesLocalhost = value;
      return this;
    }

    /** Decides in the place of all of these but {@link #requiredRsaBits}. */
    public Builder policy(TrustPolicy value) {
      policy = Optional.of(value);
      return this;
    }

    public TrustOptions build() {
      return new TrustOptions(
          verifier,
          strictness,
          checksAddress,
          hostKeyAlias,
          requiredRsaBits,
          updateHostKeys,
          sshfp,
          display,
          believesLocalhost,
          policy);
    }
  }
}
