package org.sshlite.mitm.main;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Manipulation;

/** Which manipulations are to run: {@code --only} and {@code --skip}, by patterns. */
final class Selection {
  private Selection() {}

  static List<Manipulation> of(Arguments arguments) throws UsageException {
    List<Manipulation> chosen = new ArrayList<>();
    if (arguments.all("--only").isEmpty()) {
      chosen.addAll(Catalogue.all());
    }
    List<Manipulation> wanted = matching(arguments.all("--only"));
    Catalogue.all().stream().filter(wanted::contains).forEach(chosen::add);
    chosen.removeAll(matching(arguments.all("--skip")));
    if (chosen.isEmpty()) {
      throw new UsageException("--skip leaves nothing of what --only chooses");
    }
    return chosen;
  }

  static Manipulation named(String name) throws UsageException {
    Optional<Manipulation> found = Catalogue.byName(name);
    if (found.isEmpty()) {
      throw unknown(name);
    }
    return found.get();
  }

  private static UsageException unknown(String name) {
    String near = String.join(", ", NearNames.of(name));
    return new UsageException(
        "no manipulation is called "
            + Printable.line(name)
            + (near.isEmpty() ? "; see: list" : "; near it: " + near));
  }

  private static List<Manipulation> matching(List<String> patterns) throws UsageException {
    List<Manipulation> all = new ArrayList<>();
    for (String pattern : patterns) {
      List<Manipulation> found = Catalogue.matching(pattern);
      if (found.isEmpty()) {
        throw unknown(pattern);
      }
      all.addAll(found);
    }
    return all;
  }
}
