package org.sshlite.client.command;

import java.io.IOException;
import java.util.Optional;
import org.sshlite.client.Exit;
import org.sshlite.client.SshException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.ConnectionEndedException;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;

/** Says why there is no connection, or none any more, in ssh's words where it has some. */
record Farewell(String host, int port, StderrLog log) {
  private static final int FAILURE = 255;

  /** A login that did not succeed. */
  void loginFailed(IOException e) {
    switch (e) {
      case SshException typed when typed.getCause() instanceof ConnectionEndedException cause ->
          loginFailed(cause);
      case SshException typed when typed.getCause() instanceof SshException cause ->
          loginFailed(cause);
      case ConnectionEndedException ended
          when ended.ending() instanceof Ending.ConnectionLost(String problem, _) ->
          log.error("Connection closed by " + where() + ": " + Printable.line(problem));
      case ConnectionEndedException ended -> ended(ended.ending());
      default -> log.error("ssh-lite: " + e.getMessage());
    }
  }

  /** What this process ends with, as its command did. */
  int status(Exit exit) {
    return switch (exit) {
      case Exit.Status(long status) -> {
        log.debug("Exit status " + status);
        yield (int) (status & 0xff); // what exit(2) makes of it
      }
      case Exit.Signal(String name, _) -> {
        log.verbose("Remote program was killed by signal " + Printable.line(name) + ".");
        yield FAILURE;
      }
      case Exit.Unknown() -> FAILURE;
    };
  }

  /** A connection that ended by itself, after the login. */
  void connectionEnded(Ending ending) {
    if (ending instanceof Ending.Refused(Refusal.TimedOut silent)) {
      log.debug(silent.explain());
      log.error("Timeout, server " + Printable.line(host) + " not responding.");
    } else {
      ended(ending);
    }
  }

  private void ended(Ending ending) {
    switch (ending) {
      case Ending.Closed() -> {}
      case Ending.Disconnected(long reason, String description) -> {
        log.error(
            "Received disconnect from "
                + where()
                + ":"
                + reason
                + ": "
                + Printable.line(description));
        log.error("Disconnected from " + where());
      }
      case Ending.Refused(Refusal refusal) -> refused(refusal);
      case Ending.ConnectionLost(String problem, Optional<String> system) -> {
        String name = Printable.line(host);
        log.debug(Printable.line(problem));
        log.error(
            system
                .map(reason -> "Read from remote host " + name + ": " + words(reason))
                .orElse("Connection to " + name + " closed by remote host."));
      }
      case Ending.Failed _ -> log.error("ssh-lite: " + ending.explain());
    }
  }

  /** What the system says of it, in its own words: Java has a shorter one for a reset. */
  private static String words(String reason) {
    return reason.equals("Connection reset") ? "Connection reset by peer" : Printable.line(reason);
  }

  private void refused(Refusal refusal) {
    switch (refusal) {
      case Refusal.HostKeyNotTrusted(_, _, String explanation) -> {
        explanation.lines().forEach(log::error);
        log.error("Host key verification failed.");
      }
      case Refusal.AuthenticationFailed(String explanation, _) -> log.error(explanation);
      case Refusal.NoCommonAlgorithm _ ->
          log.error("Unable to negotiate with " + where() + ": " + refusal.explain());
      default -> log.error("Connection to " + where() + " ended: " + refusal.explain());
    }
  }

  private String where() {
    return Printable.line(host) + " port " + port;
  }
}
