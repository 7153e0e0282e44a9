package org.sshlite.mitm.main;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.Catalogue;
import org.sshlite.mitm.catalogue.Entry;
import org.sshlite.mitm.probe.Probes;

/** {@code ssh-lite-mitm list}: the catalogue. */
final class ListCommand {
  static final Set<String> VALUED = Set.of("--only", "--skip");
  static final Set<String> FLAGS = Set.of("-v", "--verbose", "--server");

  private ListCommand() {}

  static int run(List<String> words, PrintStream out) throws UsageException {
    Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
    boolean server = arguments.flags().contains("--server");
    List<? extends Entry> chosen =
        server
            ? new Selection<>(Probes.all()).of(arguments)
            : new Selection<>(Catalogue.all()).of(arguments);
    boolean verbose = arguments.flags().contains("-v") || arguments.flags().contains("--verbose");
    String group = "";
    for (Entry entry : chosen) {
      if (!entry.about().group().equals(group)) {
        group = entry.about().group();
        out.println((entry == chosen.getFirst() ? "" : "\n") + group);
      }
      print(entry, verbose, out);
    }
    out.println("\n" + chosen.size() + (server ? " probes" : " manipulations"));
    return Main.SOUND;
  }

  private static void print(Entry entry, boolean verbose, PrintStream out) {
    About about = entry.about();
    out.printf("  %-42s %s%n", about.name(), about.does());
    if (verbose) {
      out.println("      attacker: " + entry.attacker());
      out.println("      " + entry.subject().text() + ":   " + entry.premise());
      out.println("      breaks:   " + about.breaks());
      out.println("      a sound peer must " + about.demand());
    }
  }
}
