package org.sshlite.knownhosts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Orders host key algorithms by what is known of a host.
 *
 * @param types the types of its keys
 * @param hasAuthority whether a CA may sign its certificates
 */
record AlgorithmOrder(Set<String> types, boolean hasAuthority) {
  static AlgorithmOrder of(Lookup lookup) {
    Set<?> revoked =
        lookup.marked(Marker.REVOKED).stream().map(KnownHost::key).collect(Collectors.toSet());
    return new AlgorithmOrder(
        lookup.marked(Marker.NONE).stream()
            .filter(line -> !revoked.contains(line.key()))
            .map(line -> line.key().type())
            .collect(Collectors.toUnmodifiableSet()),
        !lookup.marked(Marker.CERT_AUTHORITY).isEmpty());
  }

  List<String> apply(List<String> configured) {
    if (configured.isEmpty() || types.contains(KeyTypes.plain(configured.getFirst()))) {
      return List.copyOf(configured);
    }
    List<String> ordered = new ArrayList<>(configured.stream().filter(this::isKnown).toList());
    configured.stream().filter(name -> !isKnown(name)).forEach(ordered::add);
    return List.copyOf(ordered);
  }

  private boolean isKnown(String algorithm) {
    return hasAuthority && KeyTypes.isCertificate(algorithm)
        || types.contains(KeyTypes.plain(algorithm));
  }
}
