package org.sshlite.mitm.main;

import java.util.ArrayList;
import java.util.List;
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
    return chosen;
  }

  private static List<Manipulation> matching(List<String> patterns) throws UsageException {
    List<Manipulation> all = new ArrayList<>();
    for (String pattern : patterns) {
      List<Manipulation> found = Catalogue.matching(pattern);
      if (found.isEmpty()) {
        throw new UsageException("no manipulation is called " + pattern + "; see: list");
      }
      all.addAll(found);
    }
    return all;
  }
}
