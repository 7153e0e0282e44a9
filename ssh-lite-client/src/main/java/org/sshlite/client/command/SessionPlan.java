package org.sshlite.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.RequestTty;
import org.sshlite.client.config.SessionType;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.message.SessionRequest;

/**
 * What is asked of the server once the user is logged in.
 *
 * @param program shell, exec or subsystem; empty when the connection is only held
 * @param terminal whether it gets a pty
 * @param terminalMissed whether it would have got one, were stdin a terminal
 * @param terminalType TERM for the pty: that of SetEnv, or our own
 * @param variables env requests
 */
record SessionPlan(
    Optional<SessionRequest> program,
    boolean terminal,
    boolean terminalMissed,
    String terminalType,
    List<SessionRequest.Env> variables) {

  /**
   * @param command of the command line, RemoteCommand already put in its place; empty for a shell
   * @param stdinIsTerminal whether stdin is one
   * @param environment of this process
   */
  static SessionPlan of(
      ClientConfig config,
      String command,
      boolean stdinIsTerminal,
      Map<String, String> environment) {
    boolean wanted = wantsTerminal(config, command);
    boolean possible =
        stdinIsTerminal && !config.stdinNull.get() || config.requestTty.get() == RequestTty.FORCE;
    return new SessionPlan(
        program(config.sessionType.get(), command),
        wanted && possible,
        wanted && !possible,
        terminalType(config, environment),
        variables(config, environment));
  }

  /** With another command, if there is one. */
  SessionPlan withCommand(Optional<byte[]> bytes) {
    return bytes.isPresent() && program.orElse(null) instanceof SessionRequest.Exec
        ? new SessionPlan(
            bytes.map(SessionRequest.Exec::new), terminal, terminalMissed, terminalType, variables)
        : this;
  }

  private static boolean wantsTerminal(ClientConfig config, String command) {
    if (config.sessionType.get() == SessionType.NONE) {
      return false;
    }
    return switch (config.requestTty.get()) {
      case NO -> false;
      case AUTO -> command.isEmpty();
      case YES, FORCE -> true;
    };
  }

  private static String terminalType(ClientConfig config, Map<String, String> environment) {
    String prefix = "TERM=";
    return config.setEnv.get().stream()
        .filter(assignment -> assignment.length() > prefix.length())
        .filter(assignment -> assignment.startsWith(prefix))
        .map(assignment -> assignment.substring(prefix.length()))
        .findFirst()
        .orElse(environment.getOrDefault("TERM", ""));
  }

  private static Optional<SessionRequest> program(SessionType type, String command) {
    return switch (type) {
      case NONE -> Optional.empty();
      case SUBSYSTEM -> Optional.of(new SessionRequest.Subsystem(command));
      case DEFAULT ->
          Optional.of(
              command.isEmpty() ? new SessionRequest.Shell() : new SessionRequest.Exec(command));
    };
  }

  private static List<SessionRequest.Env> variables(
      ClientConfig config, Map<String, String> environment) {
    List<SessionRequest.Env> variables = new ArrayList<>();
    List<Wildcard> patterns = config.sendEnv().stream().map(Wildcard::new).toList();
    environment.forEach(
        (name, value) -> {
          if (patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
            variables.add(new SessionRequest.Env(name, UserEnvironment.bytes(name, value)));
          }
        });
    for (String assignment : config.setEnv.get()) {
      int equals = assignment.indexOf('=');
      variables.add(
          new SessionRequest.Env(
              assignment.substring(0, equals), assignment.substring(equals + 1)));
    }
    return List.copyOf(variables);
  }
}
