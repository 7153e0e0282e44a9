package org.sshlite.sshd.auth;

import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.session.ConnectionEnds;

/** What was tried in one login. One call at a time, by any thread. */
final class Attempts {
  private final StderrLog log;
  private volatile int failures;
  private volatile String information = "";

  Attempts(StderrLog log) {
    this.log = log;
  }

  /**
   * Nobody is let in by it.
   *
   * @param who the user, and where he comes from
   * @param loud whether it is told at INFO
   */
  void failed(Attempt attempt, String who, boolean loud) {
    failures++;
    unknown(attempt, who, loud);
  }

  /** The same of what was no more than asked about. */
  void unknown(Attempt attempt, String who, boolean loud) {
    tell("Failed", attempt, who, loud);
  }

  /**
   * @param done whether nothing more is needed
   */
  void succeeded(Attempt attempt, String who, boolean done, boolean loud) {
    information += attempt.information();
    tell(done ? "Accepted" : "Partial", attempt, who, done || loud);
  }

  private void tell(String outcome, Attempt attempt, String who, boolean loud) {
    log.log(loud ? LogLevel.INFO : LogLevel.VERBOSE, attempt.line(outcome, who));
  }

  /** Each of sshd's two processes says so: what counts such lines is to count the same. */
  void rootRefused(ConnectionEnds ends) {
    String line = "ROOT LOGIN REFUSED FROM %s port %d".formatted(ends.remote(), ends.remotePort());
    log.info(line);
    log.info(line + " [preauth]");
  }

  /** Modules let nobody into that account. */
  void denied(String user) {
    log.fatal(
        "Access denied for user %s by PAM account configuration [preauth]"
            .formatted(LoggedName.of(user)));
  }

  int failures() {
    return failures;
  }

  /** What has succeeded, as ExposeAuthInfo shows it: a line each. */
  String information() {
    return information;
  }
}
