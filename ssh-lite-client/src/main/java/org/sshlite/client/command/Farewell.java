package org.sshlite.client.command;

import java.io.IOException;
import org.sshlite.client.SshException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.ConnectionEndedException;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.Refusal;

/** Says why there is no connection, or none any more, in ssh's words where it has some. */
record Farewell(String host, int port, StderrLog log) {
  /** A login that did not succeed. */
  void loginFailed(IOException e) {
    switch (e) {
      case SshException typed when typed.getCause() instanceof ConnectionEndedException cause ->
          loginFailed(cause);
      case SshException typed when typed.getCause() instanceof SshException cause ->
          loginFailed(cause);
      case ConnectionEndedException ended
          when ended.ending() instanceof Ending.ConnectionLost(String problem) ->
          log.error("Connection closed by " + where() + ": " + Printable.line(problem));
      case ConnectionEndedException ended -> connectionEnded(ended.ending());
      default -> log.error("ssh-lite: " + e.getMessage());
    }
  }

  /** A connection that ended by itself. */
  void connectionEnded(Ending ending) {
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
      case Ending.ConnectionLost(String problem) -> {
        log.debug(Printable.line(problem));
        log.error("Connection to " + Printable.line(host) + " closed by remote host.");
      }
      case Ending.Failed _ -> log.error("ssh-lite: " + ending.explain());
    }
  }

  private void refused(Refusal refusal) {
    switch (refusal) {
      case Refusal.HostKeyNotTrusted(_, String explanation) -> {
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
