package org.sshlite.mitm.bench;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the bench runs.
 *
 * @param command the client's command line with placeholders in braces
 * @param kexMethods what the bench's server offers, best first
 * @param limit for each manipulation; then the client is killed
 * @param jobs how many run at a time
 * @param keepsSecrets whether caught passwords are shown
 */
public record Options(
    List<String> command, List<String> kexMethods, Duration limit, int jobs, boolean keepsSecrets) {
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\{([A-Za-z_]+)\\}");

  public Options {
    command = List.copyOf(command);
    kexMethods = List.copyOf(kexMethods);
  }

  /**
   * What stands in braces and is nothing that the bench fills in; a shell's ${…} is the shell's.
   */
  public List<String> unknownPlaceholders() {
    return command.stream()
        .flatMap(argument -> PLACEHOLDER.matcher(argument).results())
        .map(found -> found.group(1))
        .filter(name -> !Room.PLACEHOLDERS.contains(name))
        .distinct()
        .toList();
  }
}
