package org.sshlite.client.command;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.client.config.ForwardSpec.End;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.forward.Listening;
import org.sshlite.protocol.message.NumericAddress;

/**
 * What {@code -v} tells of forwardings. Word for word as ssh: programs that begin a tunnel wait for
 * these lines to know that it is there.
 */
record ForwardWords(StderrLog log) {
  /** One of {@code -L} or {@code -D} is about to be listened for. */
  void asksHere(ForwardSpec spec, boolean gatewayPorts) {
    log.debug(
        "Local connections to "
            + wanted(spec.listen(), gatewayPorts ? "*" : "LOCALHOST")
            + " forwarded to remote address "
            + destined(spec));
  }

  void listens(End wanted, Listening listening) {
    if (wanted instanceof End.Socket(var path)) {
      log.debug("Local forwarding listening on path " + Printable.line(path) + ".");
    }
    for (InetSocketAddress at : listening.addresses()) {
      log.debug(
          "Local forwarding listening on "
              + NumericAddress.text(at.getAddress().getAddress())
              + " port "
              + at.getPort()
              + ".");
    }
  }

  /** The server is about to be asked for one of {@code -R}. */
  void asksThere(ForwardSpec spec) {
    log.debug(
        "Remote connections from "
            + wanted(spec.listen(), "LOCALHOST")
            + " forwarded to local address "
            + destined(spec));
  }

  void answered(ForwardSpec spec, boolean success) {
    String listen =
        switch (spec.listen()) {
          case End.Port(var host, var port) -> host.map(name -> name + ":").orElse("") + port;
          case End.Socket _ -> wanted(spec.listen(), "");
        };
    log.debug(
        "remote forward "
            + (success ? "success" : "failure")
            + " for: listen "
            + Printable.line(listen)
            + ", connect "
            + destined(spec));
  }

  private static String wanted(End end, String nobody) {
    return switch (end) {
      case End.Port(var host, var port) -> Printable.line(host.orElse(nobody)) + ":" + port;
      case End.Socket(var path) ->
          Printable.line(path) + ":-2"; // as ssh, whose socket has such a port
    };
  }

  static String destined(ForwardSpec spec) {
    return wanted(spec.connect().orElse(new End.Port(Optional.of("socks"), 0)), "localhost");
  }
}
