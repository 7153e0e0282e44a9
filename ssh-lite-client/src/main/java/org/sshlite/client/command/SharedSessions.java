package org.sshlite.client.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sshlite.client.ClientSession;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.message.SessionRequest;

/**
 * What the clients of a master have in common.
 *
 * @param host as the user wrote it
 */
record SharedSessions(
    ClientConfig config,
    ClientSession session,
    SessionForwards forwards,
    String host,
    StderrLog log) {
  /** Of the variables that a client offers those that SendEnv lets go, as ssh. */
  List<SessionRequest.Env> permitted(List<String> assignments) {
    List<Wildcard> patterns = config.sendEnv().stream().map(Wildcard::new).toList();
    List<SessionRequest.Env> permitted = new ArrayList<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      String name = assignment.substring(0, Math.max(equals, 0));
      if (equals > 0 && patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
        permitted.add(
            new SessionRequest.Env(
                name, assignment.substring(equals + 1).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return permitted;
  }

  /** {@code -O conninfo}. */
  String connection() {
    return text(ConnectionReport.of(session).connection(config));
  }

  /**
   * {@code -O channels} and {@code ~#}.
   *
   * @param clients of the master, a line each
   */
  String open(List<String> clients) {
    return text(
        Stream.of(
                List.of(ConnectionReport.OPEN),
                ConnectionReport.of(session).channels(),
                clients,
                forwarded())
            .flatMap(List::stream)
            .toList());
  }

  private static String text(List<String> lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private List<String> forwarded() {
    return forwards.requested().lines().stream().map(line -> "  " + line).toList();
  }
}
