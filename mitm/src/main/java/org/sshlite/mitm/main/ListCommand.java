package org.sshlite.mitm.main;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.sshlite.mitm.catalogue.About;
import org.sshlite.mitm.catalogue.Manipulation;

/** {@code ssh-lite-mitm list}: the catalogue. */
final class ListCommand {
  static final Set<String> VALUED = Set.of("--only", "--skip");
  static final Set<String> FLAGS = Set.of("-v", "--verbose");

  private ListCommand() {}

  static int run(List<String> words, PrintStream out) throws UsageException {
    Arguments arguments = Arguments.parse(words, VALUED, FLAGS);
    List<Manipulation> chosen = Selection.of(arguments);
    boolean verbose = !arguments.flags().isEmpty();
    String group = "";
    for (Manipulation manipulation : chosen) {
      if (!manipulation.about().group().equals(group)) {
        group = manipulation.about().group();
        out.println((manipulation == chosen.getFirst() ? "" : "\n") + group);
      }
      print(manipulation, verbose, out);
    }
    out.println("\n" + chosen.size() + " manipulations");
    return Main.SOUND;
  }

  private static void print(Manipulation manipulation, boolean verbose, PrintStream out) {
    About about = manipulation.about();
    out.printf("  %-42s %s%n", about.name(), about.does());
    if (verbose) {
      out.println("      attacker: " + manipulation.reach().text());
      out.println("      client:   " + manipulation.knowledge().text());
      out.println("      breaks:   " + about.breaks());
      out.println("      a sound peer must " + about.demand());
    }
  }
}
