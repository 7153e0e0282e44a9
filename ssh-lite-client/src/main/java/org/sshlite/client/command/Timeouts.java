package org.sshlite.client.command;

import java.time.Duration;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ChannelTimeouts;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.InactivityLimits;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;

/**
 * ChannelTimeout of ssh_config(5) for the connection of one run.
 *
 * @param session what its session is called; empty where it has none
 * @param end ends the connection, as the end of its session does: a server that is asked to close a
 *     session's channel alone waits for what runs there
 */
record Timeouts(ChannelTimeouts rules, Optional<String> session, Runnable end, StderrLog log)
    implements InactivityLimits {

  static Timeouts of(ChannelTimeouts rules, SessionPlan plan, Runnable end, StderrLog log) {
    return new Timeouts(rules, plan.program().map(Timeouts::name), end, log);
  }

  private static String name(SessionRequest program) {
    return switch (program) {
      case SessionRequest.Exec _ -> "session:command";
      case SessionRequest.Subsystem(var name) -> "session:subsystem:" + name;
      default -> "session:shell";
    };
  }

  @Override
  public Optional<Duration> of(Channel channel) {
    return name(channel).flatMap(rules::of);
  }

  private Optional<String> name(Channel channel) {
    return switch (channel.type()) {
      case ChannelType.Session _ -> session;
      case ChannelType.X11 _ -> Optional.of("x11-connection");
      case ChannelType.AuthAgent _ -> Optional.of("agent-connection");
      default -> Optional.of(channel.type().name());
    };
  }

  @Override
  public Optional<Duration> ofAll() {
    return rules.ofAll();
  }

  @Override
  public Optional<Duration> ofConnection() {
    return Optional.empty();
  }

  @Override
  public void aborting(Channel channel) {
    log.verbose(
        "closing a channel %s for inactivity"
            .formatted(Printable.line(name(channel).orElse(channel.type().name()))));
    if (channel.type() instanceof ChannelType.Session) {
      end.run();
    }
  }
}
