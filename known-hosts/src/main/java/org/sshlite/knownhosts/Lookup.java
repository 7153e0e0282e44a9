package org.sshlite.knownhosts;

import java.util.List;

/**
 * What known_hosts says of one name.
 *
 * @param hosts the lines, in the order of the files and within them
 * @param problems what could not be read; it has been left out
 */
public record Lookup(List<KnownHost> hosts, List<Problem> problems) {
  public Lookup {
    hosts = List.copyOf(hosts);
    problems = List.copyOf(problems);
  }

  List<KnownHost> marked(Marker marker) {
    return hosts.stream().filter(host -> host.marker() == marker).toList();
  }
}
