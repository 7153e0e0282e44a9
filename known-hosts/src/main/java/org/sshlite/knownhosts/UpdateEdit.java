package org.sshlite.knownhosts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/** Carries a plan out on one file, as it is by then. */
final class UpdateEdit {
  private final HostKeyUpdate.Plan plan;
  private final List<PublicKey> learned;
  private final boolean hashed;
  private final List<KnownHost> forgotten = new ArrayList<>();

  /**
   * @param learned keys that get a line; empty for files that only lose lines
   */
  UpdateEdit(HostKeyUpdate.Plan plan, List<PublicKey> learned, boolean hashed) {
    this.plan = plan;
    this.learned = learned;
    this.hashed = hashed;
  }

  String apply(KnownHostsFile file) {
    forgotten.clear();
    StringBuilder text = new StringBuilder();
    for (Line line : file.lines()) {
      Optional<KnownHost> obsolete =
          line instanceof Line.Entry entry ? obsolete(file, entry) : Optional.empty();
      if (obsolete.isPresent()) {
        forgotten.add(obsolete.get());
      } else {
        text.append(line.text()).append('\n');
      }
    }
    String changed = forgotten.isEmpty() ? file.text() : text.toString();
    for (PublicKey key : learned) {
      changed = new NewLines(file.name(), plan.names(), key, hashed).appendTo(changed);
    }
    return changed;
  }

  private Optional<KnownHost> obsolete(KnownHostsFile file, Line.Entry entry) {
    boolean ours =
        entry.marker() == Marker.NONE
            && plan.names().stream()
                .anyMatch(name -> new NameMatcher(name.text()).matches(entry.names()));
    return ours
        ? file.decode(entry, _ -> {})
            .filter(line -> plan.obsolete().stream().anyMatch(o -> o.key().equals(line.key())))
        : Optional.empty();
  }

  List<KnownHost> forgotten() {
    return List.copyOf(forgotten);
  }
}
