package org.sshlite.sshd.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sshlite.crypto.pattern.Wildcard;

/**
 * What a user's sessions may do.
 *
 * @param user the name that logged in, for the log
 * @param forcedCommand executed whatever the client asks for; empty for no such thing
 * @param terminal whether a terminal is given
 * @param acceptedEnvironment patterns of names that the client may set
 * @param environment what is set besides, each {@code NAME=value}
 * @param subsystems command lines for the shell by the names of subsystems
 */
public record SessionRules(
    String user,
    Optional<String> forcedCommand,
    boolean terminal,
    List<String> acceptedEnvironment,
    List<String> environment,
    Map<String, String> subsystems) {
  public SessionRules {
    acceptedEnvironment = List.copyOf(acceptedEnvironment);
    environment = List.copyOf(environment);
    subsystems = Map.copyOf(subsystems);
  }

  /** Shells and commands, with and without a terminal. */
  public static SessionRules plain(String user) {
    return new SessionRules(user, Optional.empty(), true, List.of(), List.of(), Map.of());
  }

  boolean accepts(String variable) {
    return !variable.isEmpty()
        && variable.indexOf('=') < 0
        && acceptedEnvironment.stream()
            .anyMatch(pattern -> new Wildcard(pattern).matches(variable));
  }
}
