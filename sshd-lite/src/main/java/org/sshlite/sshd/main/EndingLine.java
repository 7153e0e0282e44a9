package org.sshlite.sshd.main;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.sshd.auth.LoggedName;
import org.sshlite.sshd.session.ConnectionEnds;

/**
 * What the log says of a connection that is over, in OpenSSH's words: programs that ban guessers
 * read them.
 */
final class EndingLine {
  // as OpenSSH: no more of a line is a peer's to fill, such as with its list of algorithms
  private static final int LONGEST = 1024;

  private static final int BY_APPLICATION = 11;

  private final String who;
  private final ConnectionEnds ends;
  private final boolean authenticated;

  /** A line and its level. */
  record Line(LogLevel level, String text) {
    void to(StderrLog log) {
      log.log(level, text);
    }
  }

  /**
   * @param who {@code user alice }, {@code invalid user bob } and the like, or empty
   */
  EndingLine(String who, ConnectionEnds ends, boolean authenticated) {
    this.who = who;
    this.ends = ends;
    this.authenticated = authenticated;
  }

  /** First why, where sshd says so in a line of its own. */
  List<Line> of(Ending ending) {
    String address = ends.remote() + " port " + ends.remotePort();
    String peer = who + address;
    return switch (ending) {
      case Ending.Closed() -> List.of(info("Disconnected from " + peer));
      case Ending.Disconnected(var reason, var description) ->
          List.of(
              line(
                  reason == BY_APPLICATION ? LogLevel.INFO : LogLevel.ERROR,
                  "Received disconnect from "
                      + address
                      + ":"
                      + reason
                      + ": "
                      + Printable.line(description)),
              info("Disconnected from " + peer));
      case Ending.ConnectionLost lost -> lost(lost.problem(), lost.system(), peer, address);
      case Ending.Failed _ -> List.of(info("Connection with " + peer + " " + ending.explain()));
      case Ending.Refused(var refusal) -> refused(refusal, peer, address);
    };
  }

  private List<Line> lost(String problem, Optional<String> system, String peer, String address) {
    boolean reset = system.filter(reason -> reason.endsWith("reset")).isPresent();
    String end = (reset ? "Connection reset by " : "Connection closed by ") + peer;
    if (authenticated) {
      // sshd has other words once sessions are served
      end =
          reset
              ? "Read error from remote host " + address + ": Connection reset by peer"
              : "Connection closed by " + address;
    }
    return problem.contains("identification")
        ? List.of(
            line(LogLevel.ERROR, "kex_exchange_identification: Connection closed by remote host"),
            info(end))
        : List.of(line(LogLevel.DEBUG1, Printable.line(problem)), info(end));
  }

  private List<Line> refused(Refusal refusal, String peer, String address) {
    return switch (refusal) {
      case Refusal.NoCommonAlgorithm(var slot, var ours, var theirs) ->
          List.of(
              line(LogLevel.DEBUG1, "our offer: " + String.join(",", ours)),
              info(
                  "Unable to negotiate with %s: no matching %s found. Their offer: %s"
                      .formatted(peer, slotName(slot), Printable.line(String.join(",", theirs)))));
      case Refusal.BadIdentification(var problem, var sent) ->
          List.of(
              line(
                  LogLevel.ERROR,
                  "kex_exchange_identification: client sent invalid protocol identifier"
                      + sent.map(line -> " \"" + Printable.line(line) + "\"")
                          .orElseGet(() -> ": " + Printable.line(problem))),
              info("banner exchange: Connection from " + address + ": invalid format"));
      case Refusal.OtherProtocol(var version) ->
          List.of(
              line(
                  LogLevel.ERROR,
                  "Protocol major versions differ: 2 vs. " + Printable.line(major(version))),
              info(
                  "banner exchange: Connection from "
                      + address
                      + ": could not read protocol version"));
      case Refusal.UserNameTooLong(var name) ->
          List.of(
              new Line(LogLevel.INFO, "Invalid user " + LoggedName.of(name) + " from " + address),
              info("Disconnecting " + peer + ": " + refusal.explain()));
      case Refusal.TimedOut _ when authenticated ->
          List.of(info("Timeout, client not responding from " + peer));
      case Refusal.TimedOut _ ->
          // sshd's listener says it, which knows no more of a connection than its ends
          List.of(
              new Line(
                  LogLevel.INFO,
                  "Timeout before authentication for connection from %s to %s, pid = %d"
                      .formatted(ends.remote(), ends.local(), ProcessHandle.current().pid())));
      default -> List.of(info("Disconnecting " + peer + ": " + refusal.explain()));
    };
  }

  private static String major(String version) {
    return version.split("\\.", 2)[0];
  }

  /** sshd does not say in which direction. */
  private static String slotName(String slot) {
    return slot.replaceFirst(" (client to server|server to client)$", "");
  }

  private Line info(String text) {
    return line(LogLevel.INFO, text);
  }

  private Line line(LogLevel level, String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return new Line(level, authenticated ? shown : shown + " [preauth]");
  }

  /** What is said before that of one who used up MaxAuthTries. */
  static Optional<String> ofGuesser(
      Ending ending, String user, boolean valid, ConnectionEnds ends) {
    if (!ending.equals(new Ending.Refused(Refusal.TOO_MANY_FAILURES))) {
      return Optional.empty();
    }
    return Optional.of(
        "maximum authentication attempts exceeded for %s%s from %s port %d ssh2 [preauth]"
            .formatted(
                valid ? "" : "invalid user ",
                LoggedName.of(user),
                ends.remote(),
                ends.remotePort()));
  }
}
