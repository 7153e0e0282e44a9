package org.sshlite.knownhosts;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;

/** Compares what a host showed with what known_hosts says of it. For one question. */
final class Judge {
  private final KnownHosts knownHosts;
  private final HostName host;
  private final PublicKey offered;
  private final Map<HostName, Lookup> lookups = new HashMap<>();

  Judge(KnownHosts knownHosts, HostName host, PublicKey offered) {
    this.knownHosts = knownHosts;
    this.host = host;
    this.offered = offered;
  }

  Verdict verdict(Optional<HostName> address, CertificatePolicy policy) throws IOException {
    if (offered instanceof Certificate certificate) {
      return new CertificateJudge(this, host, certificate, policy).verdict();
    }
    Verdict byName = byKey(offered);
    if (address.isEmpty() || byName instanceof Verdict.Revoked) {
      return byName;
    }
    Lookup lookup = lookup(address.get(), Optional.of(HostLines.Invocation.ADDRESS));
    return AddressFinding.of(address.get(), lookup, offered).weigh(byName);
  }

  /** The verdict on a plain key. */
  Verdict byKey(PublicKey key) throws IOException {
    Verdict verdict = compare(key, atPort(), true);
    if (verdict instanceof Verdict.Unknown && host.port() != HostName.DEFAULT_PORT) {
      // a line made before the port was known to matter: it can prove the host, but its absence or
      // another key in it says nothing of what listens on this port
      Verdict anyPort = compare(key, atAnyPort(), false);
      if (anyPort instanceof Verdict.Trusted || anyPort instanceof Verdict.Revoked) {
        return anyPort;
      }
    }
    return verdict;
  }

  private Verdict compare(PublicKey key, Lookup lookup, boolean exactName) {
    Optional<KnownHost> revoked = with(key, lookup.marked(Marker.REVOKED));
    if (revoked.isPresent()) {
      return new Verdict.Revoked(host, key, new Revocation.ByLine(revoked.get()));
    }
    List<KnownHost> lines = lookup.marked(Marker.NONE);
    Optional<KnownHost> known = with(key, lines);
    if (known.isPresent()) {
      Basis basis = new Basis.KnownKey(known.get(), exactName);
      return new Verdict.Trusted(host, key, basis, Optional.empty(), List.of());
    }
    return lines.isEmpty()
        ? new Verdict.Unknown(host, key, knownHosts.linesWith(key), Optional.empty(), List.of())
        : new Verdict.Changed(host, key, sameTypeFirst(key, lines), Optional.empty(), List.of());
  }

  static Optional<KnownHost> with(PublicKey key, List<KnownHost> lines) {
    return lines.stream().filter(line -> line.key().equals(key)).findFirst();
  }

  private static List<KnownHost> sameTypeFirst(PublicKey key, List<KnownHost> lines) {
    return lines.stream()
        .sorted(Comparator.comparing(line -> !line.key().type().equals(key.type())))
        .toList();
  }

  /** What is known of the name with its port. */
  Lookup atPort() throws IOException {
    return lookup(host, Optional.of(HostLines.Invocation.HOSTNAME));
  }

  /** What is known of the name alone; no command is asked for it, as by ssh. */
  Lookup atAnyPort() throws IOException {
    return lookup(host.withoutPort(), Optional.empty());
  }

  private Lookup lookup(HostName name, Optional<HostLines.Invocation> invocation)
      throws IOException {
    Lookup lookup = lookups.get(name);
    if (lookup == null) {
      lookup = knownHosts.lookup(name, invocation, Optional.of(offered));
      lookups.put(name, lookup);
    }
    return lookup;
  }
}
