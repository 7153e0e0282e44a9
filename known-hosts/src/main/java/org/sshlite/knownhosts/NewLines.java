package org.sshlite.knownhosts;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.sshlite.crypto.cert.Certificate;
import org.sshlite.crypto.key.PublicKey;

/** Lines that are added to a known_hosts file for one key. */
final class NewLines {
  private final String file;
  private final List<String> names;
  private final PublicKey key;
  private final boolean hashed;
  private List<Location> added = List.of();

  NewLines(String file, List<HostName> names, PublicKey key, boolean hashed) {
    this.file = file;
    this.names = names.stream().filter(HostName::isWritable).map(HostName::text).toList();
    this.key = key instanceof Certificate certificate ? certificate.key() : key;
    this.hashed = hashed;
  }

  /** The old content with the lines at its end; the last may have lacked its newline. */
  String appendTo(String old) {
    List<String> missing = names.stream().filter(Predicate.not(name -> knows(old, name))).toList();
    StringBuilder text = new StringBuilder(old);
    if (!missing.isEmpty() && !old.isEmpty() && !old.endsWith("\n")) {
      text.append('\n');
    }
    int line = (int) text.chars().filter(c -> c == '\n').count();
    added = new ArrayList<>();
    for (String field : fields(missing)) {
      text.append(field).append(' ').append(key(key)).append('\n');
      added.add(new Location(file, ++line));
    }
    return text.toString();
  }

  /** Where the lines stand in the content that was made last. */
  List<Location> added() {
    return List.copyOf(added);
  }

  static String key(PublicKey key) {
    return key.type() + " " + Base64.getEncoder().encodeToString(key.blob());
  }

  private boolean knows(String old, String name) {
    return new KnownHostsFile(file, KnownHost.Source.USER, old)
        .hostsFor(name, _ -> {}).stream()
            .anyMatch(line -> line.marker() == Marker.NONE && line.key().equals(key));
  }

  /** Plain names share a line, hashed ones cannot. */
  private List<String> fields(List<String> missing) {
    List<String> written = missing.stream().map(FileText::encode).toList();
    if (hashed) {
      return written.stream().map(new HashedName()::hash).toList();
    }
    return written.isEmpty() ? List.of() : List.of(String.join(",", written));
  }
}
