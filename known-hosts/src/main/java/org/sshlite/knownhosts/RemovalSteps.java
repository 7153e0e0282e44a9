package org.sshlite.knownhosts;

import java.util.ArrayList;
import java.util.List;

/** How a person gets rid of known_hosts lines that are wrong, once sure that they are. */
record RemovalSteps(HostName host, List<KnownHost> wrong) {
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Ask the host's administrator for its fingerprint, not over this connection.");
    lines.add("Only if it is the one that came, remove what is known and connect again:");
    wrong.stream().map(this::remove).distinct().forEach(lines::add);
    wrong.stream()
        .filter(line -> !line.namesOneHost())
        .map(line -> line.where() + " also names " + line.displayNames() + ".")
        .distinct()
        .forEach(lines::add);
    return lines;
  }

  private String remove(KnownHost line) {
    String file = line.where().file();
    return switch (line.source()) {
      case USER -> "  ssh-keygen -f " + quoted(file) + " -R " + quoted(host.text());
      case GLOBAL -> "  (the administrator of this machine) " + line.where();
      case COMMAND -> "  (where KnownHostsCommand has it from) " + line.where();
    };
  }

  /** For a shell. */
  private static String quoted(String text) {
    return "'" + FileText.display(FileText.encode(text)).replace("'", "'\\''") + "'";
  }
}
