package org.sshlite.mitm.bench;

import java.time.Duration;
import java.util.List;

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
  public Options {
    command = List.copyOf(command);
    kexMethods = List.copyOf(kexMethods);
  }
}
