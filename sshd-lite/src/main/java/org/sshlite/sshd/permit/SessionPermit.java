package org.sshlite.sshd.permit;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.program.config.LogLevel;

/**
 * What a user's sessions may do, RFC 4254 §6.
 *
 * @param most how many may be open at once (MaxSessions)
 * @param userRc whether ~/.ssh/rc is run
 * @param forced executed whatever the client asks for; empty for no such thing
 * @param acceptedEnvironment patterns of names that the client may set
 * @param environment what is set besides, each {@code NAME=value}
 * @param userEnvironment which variables the user may set
 * @param environmentOfKeys what his keys set of those, each {@code NAME=value}
 */
public record SessionPermit(
    int most,
    boolean terminal,
    boolean userRc,
    Optional<ForcedCommand> forced,
    List<String> acceptedEnvironment,
    List<String> environment,
    UserEnvironment userEnvironment,
    List<String> environmentOfKeys) {
  public static final SessionPermit NONE =
      new SessionPermit(0, false, false, Optional.empty(), List.of(), List.of());

  /** Shells and commands, with and without a terminal, as many as are wanted. */
  static final SessionPermit SHELLS =
      new SessionPermit(Integer.MAX_VALUE, true, false, Optional.empty(), List.of(), List.of());

  public SessionPermit {
    acceptedEnvironment = List.copyOf(acceptedEnvironment);
    environment = List.copyOf(environment);
    environmentOfKeys = List.copyOf(environmentOfKeys);
  }

  /** Where users set no variables. */
  public SessionPermit(
      int most,
      boolean terminal,
      boolean userRc,
      Optional<ForcedCommand> forced,
      List<String> acceptedEnvironment,
      List<String> environment) {
    this(
        most,
        terminal,
        userRc,
        forced,
        acceptedEnvironment,
        environment,
        UserEnvironment.NO,
        List.of());
  }

  /**
   * Why one more session is refused; empty when it is permitted.
   *
   * @param open how many there are
   */
  public Optional<Refusal> refusesSession(int open) {
    return open < most
        ? Optional.empty()
        : Optional.of(Refusal.logged(LogLevel.ERROR, "no more sessions"));
  }

  /** What is executed whatever the client asks for; empty for no such thing. */
  public Optional<String> forcedCommand() {
    return forced.map(ForcedCommand::line);
  }

  /** Why {@code pty-req} is refused; empty when it is permitted. */
  public Optional<Refusal> refusesTerminal() {
    return terminal
        ? Optional.empty()
        : Optional.of(
            Refusal.logged(LogLevel.DEBUG1, "Allocating a pty not permitted for this connection."));
  }

  /** Whether {@code env} may set it. */
  public boolean accepts(String variable) {
    return !variable.isEmpty()
        && variable.indexOf('=') < 0
        && acceptedEnvironment.stream()
            .anyMatch(pattern -> new Wildcard(pattern).matches(variable));
  }
}
