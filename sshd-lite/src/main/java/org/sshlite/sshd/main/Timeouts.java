package org.sshlite.sshd.main;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.InactivityLimits;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.sshd.permit.Permit;
import org.sshlite.sshd.session.SystemSession;

/** ChannelTimeout and UnusedConnectionTimeout of sshd_config(5) for one connection. Any thread. */
final class Timeouts implements InactivityLimits {
  private final Permit permit;
  private final String who;
  private final StderrLog log;
  private final Map<Channel, SystemSession> sessions = new ConcurrentHashMap<>();

  private Timeouts(Permit permit, String who, StderrLog log) {
    this.permit = permit;
    this.who = who;
    this.log = log;
  }

  /**
   * Empty where nothing is limited.
   *
   * @param who is at the other end, for the log
   */
  static Optional<Timeouts> of(Permit permit, String who, StderrLog log) {
    Timeouts timeouts = new Timeouts(permit, who, log);
    boolean any = !permit.timeouts().rules().isEmpty() || timeouts.ofConnection().isPresent();
    return any ? Optional.of(timeouts) : Optional.empty();
  }

  /** What a session runs decides how it is called. */
  void add(Channel channel, SystemSession session) {
    sessions.put(channel, session);
    channel.closed().thenRun(() -> sessions.remove(channel));
  }

  @Override
  public Optional<Duration> of(Channel channel) {
    return name(channel).flatMap(permit.timeouts()::of);
  }

  private Optional<String> name(Channel channel) {
    return switch (channel.type()) {
      case ChannelType.Session _ ->
          Optional.ofNullable(sessions.get(channel))
              .flatMap(SystemSession::kind)
              .map(kind -> "session:" + kind);
      case ChannelType.X11 _ -> Optional.of("x11-connection");
      case ChannelType.AuthAgent _ -> Optional.of("agent-connection");
      default -> Optional.of(channel.type().name());
    };
  }

  @Override
  public Optional<Duration> ofAll() {
    return permit.timeouts().ofAll();
  }

  @Override
  public Optional<Duration> ofConnection() {
    return Optional.of(permit.unusedConnection()).filter(Duration::isPositive);
  }

  @Override
  public void aborting(Channel channel) {
    log.verbose(
        "closing a channel %s for inactivity"
            .formatted(Printable.line(name(channel).orElse(channel.type().name()))));
  }

  @Override
  public void disconnecting() {
    log.info("terminating inactive connection from " + who);
  }
}
