package org.sshlite.knownhosts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sshlite.crypto.key.PublicKey;

/**
 * Compares the keys that a host announces with the user's files. As careful as ssh: whatever a
 * person has arranged by hand (patterns, lists, marks, names shared between hosts) is left alone.
 */
final class UpdatePlanner {
  private final HostName host;
  private final Optional<HostName> address;
  private final Set<PublicKey> announced;
  private final Set<PublicKey> known = new LinkedHashSet<>();
  private final List<KnownHost> obsolete = new ArrayList<>();
  private final List<Other> elsewhere = new ArrayList<>();
  private Optional<String> obstacle = Optional.empty();

  UpdatePlanner(HostName host, Optional<HostName> address, List<PublicKey> announced) {
    this.host = host;
    this.address = address;
    this.announced = new LinkedHashSet<>(announced);
    if (this.announced.size() != announced.size()) {
      obstacle = Optional.of("the host announced a key twice");
    }
  }

  HostKeyUpdate plan(List<KnownHostsFile> files) {
    files.forEach(this::read);
    List<PublicKey> toProve = announced.stream().filter(key -> !known.contains(key)).toList();
    if (announced.isEmpty() || toProve.isEmpty() && obsolete.isEmpty()) {
      return new HostKeyUpdate.Skip("no new or obsolete keys");
    }
    checkElsewhere();
    if (obstacle.isPresent()) {
      return new HostKeyUpdate.Skip(obstacle.get());
    }
    return new HostKeyUpdate.Plan(host, address, toProve, obsolete);
  }

  private void read(KnownHostsFile file) {
    NameMatcher byHost = new NameMatcher(host.text());
    Optional<NameMatcher> byAddress = address.map(name -> new NameMatcher(name.text()));
    for (Line line : file.lines()) {
      if (line instanceof Line.Entry entry) {
        boolean matchesHost = byHost.matches(entry.names());
        boolean matchesAddress = byAddress.stream().anyMatch(m -> m.matches(entry.names()));
        if (matchesHost || matchesAddress) {
          file.decode(entry, _ -> {}).ifPresent(own -> own(own, matchesHost, matchesAddress));
        } else {
          elsewhere.add(new Other(file, entry));
        }
      }
    }
  }

  private void own(KnownHost line, boolean matchesHost, boolean matchesAddress) {
    if (line.marker() != Marker.NONE) {
      obstacle(line, "a CA or a revoked key is set for the host");
    } else if (address.isPresent() && line.names().contains(",") && matchesHost != matchesAddress) {
      obstacle(line, "the host name or its address stands beside another name");
    } else if (!line.isAsSshWritesIt()) {
      obstacle(line, "the line has patterns or many names");
    } else if (announced.contains(line.key())) {
      known.add(line.key());
    } else {
      obsolete.add(line);
    }
  }

  /** Other names of the host would be left with keys it no longer has, or without its new ones. */
  private void checkElsewhere() {
    Set<PublicKey> old = obsolete.stream().map(KnownHost::key).collect(Collectors.toSet());
    List<String> interesting =
        Stream.concat(announced.stream(), old.stream()).map(NewLines::key).toList();
    for (Other other : elsewhere) {
      // decoding every key of a large file would take long, and an encoder writes a key in one way
      if (interesting.stream().anyMatch(other.entry().key()::startsWith)) {
        String whose = "an announced or obsolete key is known under another name";
        other.file().decode(other.entry(), _ -> {}).ifPresent(line -> obstacle(line, whose));
      }
    }
  }

  private void obstacle(KnownHost line, String what) {
    if (obstacle.isEmpty()) {
      obstacle = Optional.of(line.where() + ": " + what);
    }
  }

  private record Other(KnownHostsFile file, Line.Entry entry) {}
}
