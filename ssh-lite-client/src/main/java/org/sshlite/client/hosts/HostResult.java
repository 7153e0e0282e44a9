package org.sshlite.client.hosts;

import java.time.Duration;
import java.util.OptionalLong;
import org.sshlite.client.AuthenticationFailedException;
import org.sshlite.client.ChannelFailedException;
import org.sshlite.client.ConnectFailedException;
import org.sshlite.client.ConnectionLostException;
import org.sshlite.client.Exit;
import org.sshlite.client.HostNotTrustedException;
import org.sshlite.client.NegotiationFailedException;
import org.sshlite.client.RequestFailedException;
import org.sshlite.client.ResolveFailedException;
import org.sshlite.client.SshException;
import org.sshlite.client.TimeLimitException;
import org.sshlite.crypto.wire.Printable;

/**
 * How one host did.
 *
 * @param message one line of why it failed, safe to print; empty where it did not
 * @param status of the command, as far as there is one
 * @param duration from the start of its connection
 */
record HostResult(HostJob job, Kind kind, String message, OptionalLong status, Duration duration) {
  static HostResult of(HostJob job, Exit exit, Duration duration) {
    return switch (exit) {
      case Exit.Status(long status) when status == 0 ->
          new HostResult(job, Kind.OK, "", OptionalLong.of(0), duration);
      case Exit.Status(long status) ->
          new HostResult(job, Kind.STATUS, "status " + status, OptionalLong.of(status), duration);
      case Exit.Signal(String name, _) ->
          failed(job, Kind.STATUS, "killed by signal " + lastLine(name), duration);
      case Exit.Unknown() -> failed(job, Kind.LOST, "ended without a status", duration);
    };
  }

  static HostResult failed(HostJob job, Kind kind, String message, Duration duration) {
    return new HostResult(job, kind, lastLine(message), OptionalLong.empty(), duration);
  }

  /** What failed with an exception of the library's. */
  static HostResult of(HostJob job, SshException failure, boolean loggedIn, Duration duration) {
    Kind kind =
        switch (failure) {
          case ResolveFailedException _, ConnectFailedException _ -> Kind.UNREACHABLE;
          case NegotiationFailedException _ -> Kind.NEGOTIATION;
          case HostNotTrustedException _ -> Kind.HOST_KEY;
          case AuthenticationFailedException _ -> Kind.LOGIN;
          case ChannelFailedException _, RequestFailedException _ -> Kind.REFUSED;
          case TimeLimitException _ -> Kind.TIME;
          case ConnectionLostException _ -> loggedIn ? Kind.LOST : Kind.UNREACHABLE;
        };
    return failed(job, kind, String.valueOf(failure.getMessage()), duration);
  }

  /** Where there are several, the last says what it comes to. */
  private static String lastLine(String text) {
    String line = text.lines().filter(each -> !each.isBlank()).reduce("", (_, last) -> last);
    return Printable.line(line);
  }

  String host() {
    return job.host();
  }
}
