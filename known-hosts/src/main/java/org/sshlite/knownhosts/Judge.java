package org.sshlite.knownhosts;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/** Compares one key with what known_hosts says of one host. */
final class Judge {
  private final KnownHosts knownHosts;
  private final HostName host;
  private final PublicKey offered;

  Judge(KnownHosts knownHosts, HostName host, PublicKey offered) {
    this.knownHosts = knownHosts;
    this.host = host;
    this.offered = offered;
  }

  Verdict verdict(Optional<HostName> address) throws IOException {
    Verdict byName = byName();
    if (address.isEmpty() || byName instanceof Verdict.Revoked) {
      return byName;
    }
    return withAddress(byName, finding(address.get()));
  }

  private Verdict byName() throws IOException {
    Verdict verdict = compare(host, true);
    if (verdict instanceof Verdict.Unknown && host.port() != HostName.DEFAULT_PORT) {
      // a line made before the port was known to matter: it can prove the host, but its absence or
      // another key in it says nothing of what listens on this port
      Verdict anyPort = compare(host.withoutPort(), false);
      if (anyPort instanceof Verdict.Trusted || anyPort instanceof Verdict.Revoked) {
        return anyPort;
      }
    }
    return verdict;
  }

  private Verdict compare(HostName name, boolean exactName) throws IOException {
    Lookup lookup = lookup(name, HostLines.Invocation.HOSTNAME);
    for (KnownHost line : lookup.marked(Marker.REVOKED)) {
      if (line.key().equals(offered)) {
        return new Verdict.Revoked(host, offered, new Revocation.ByLine(line));
      }
    }
    List<KnownHost> keys = lookup.marked(Marker.NONE);
    for (KnownHost line : keys) {
      if (line.key().equals(offered)) {
        Basis basis = new Basis.KnownKey(line, exactName);
        return new Verdict.Trusted(host, offered, basis, Optional.empty(), List.of());
      }
    }
    return keys.isEmpty()
        ? new Verdict.Unknown(
            host, offered, knownHosts.linesWith(offered), Optional.empty(), List.of())
        : new Verdict.Changed(host, offered, sameTypeFirst(keys), Optional.empty(), List.of());
  }

  private List<KnownHost> sameTypeFirst(List<KnownHost> lines) {
    return lines.stream()
        .sorted(Comparator.comparing(line -> !line.key().type().equals(offered.type())))
        .toList();
  }

  private AddressFinding finding(HostName address) throws IOException {
    List<KnownHost> known = lookup(address, HostLines.Invocation.ADDRESS).marked(Marker.NONE);
    AddressFinding.State state =
        known.isEmpty()
            ? AddressFinding.State.UNKNOWN
            : known.stream().anyMatch(line -> line.key().equals(offered))
                ? AddressFinding.State.SAME_KEY
                : AddressFinding.State.OTHER_KEY;
    return new AddressFinding(address, state, known);
  }

  private Verdict withAddress(Verdict byName, AddressFinding finding) {
    return switch (finding.state()) {
      case UNKNOWN -> addressUnknown(byName, finding);
      case SAME_KEY ->
          byName instanceof Verdict.Changed changed ? doubted(changed, finding) : byName;
      case OTHER_KEY ->
          switch (byName) {
            case Verdict.Changed changed when agrees(changed, finding) -> changed;
            case Verdict.Changed changed -> doubted(changed, finding);
            case Verdict.Trusted _, Verdict.Unknown _ ->
                new Verdict.AddressConflict(byName, finding);
            default -> byName;
          };
    };
  }

  private Verdict addressUnknown(Verdict byName, AddressFinding finding) {
    Optional<HostName> unknown = Optional.of(finding.address());
    return switch (byName) {
      case Verdict.Trusted v ->
          new Verdict.Trusted(v.host(), v.offered(), v.basis(), unknown, v.remarks());
      case Verdict.Unknown v ->
          new Verdict.Unknown(v.host(), v.offered(), v.otherNames(), unknown, v.remarks());
      case Verdict.Changed changed -> doubted(changed, finding);
      default -> byName;
    };
  }

  /** Name and address were known by the same key: the host changed it, its address did not move. */
  private static boolean agrees(Verdict.Changed changed, AddressFinding finding) {
    return changed.expected().stream()
        .anyMatch(line -> finding.known().stream().anyMatch(a -> a.key().equals(line.key())));
  }

  private static Verdict doubted(Verdict.Changed changed, AddressFinding finding) {
    return new Verdict.Changed(
        changed.host(),
        changed.offered(),
        changed.expected(),
        Optional.of(finding),
        changed.remarks());
  }

  private Lookup lookup(HostName name, HostLines.Invocation invocation) throws IOException {
    return knownHosts.lookup(name, invocation, Optional.of(offered));
  }
}
