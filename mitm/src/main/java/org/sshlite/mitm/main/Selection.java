package org.sshlite.mitm.main;

import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.mitm.catalogue.Entry;

/**
 * Which of a catalogue are to run: {@code --only} and {@code --skip}, by patterns.
 *
 * @param all in their order
 */
record Selection<E extends Entry>(List<E> all) {
  List<E> of(Arguments arguments) throws UsageException {
    List<E> chosen = new ArrayList<>();
    if (arguments.all("--only").isEmpty()) {
      chosen.addAll(all);
    }
    List<E> wanted = matching(arguments.all("--only"));
    all.stream().filter(wanted::contains).forEach(chosen::add);
    chosen.removeAll(matching(arguments.all("--skip")));
    if (chosen.isEmpty()) {
      throw new UsageException("--skip leaves nothing of what --only chooses");
    }
    return chosen;
  }

  E named(String name) throws UsageException {
    for (E entry : all) {
      if (entry.label().equals(name)) {
        return entry;
      }
    }
    throw unknown(name);
  }

  private UsageException unknown(String name) {
    String near = String.join(", ", NearNames.of(name, all.stream().map(Entry::label).toList()));
    return new UsageException(
        "nothing in the catalogue is called "
            + Printable.line(name)
            + (near.isEmpty() ? "; see: list" : "; near it: " + near));
  }

  private List<E> matching(List<String> patterns) throws UsageException {
    List<E> found = new ArrayList<>();
    for (String pattern : patterns) {
      Wildcard wildcard = new Wildcard(pattern);
      List<E> some = all.stream().filter(entry -> wildcard.matches(entry.label())).toList();
      if (some.isEmpty()) {
        throw unknown(pattern);
      }
      found.addAll(some);
    }
    return found;
  }
}
