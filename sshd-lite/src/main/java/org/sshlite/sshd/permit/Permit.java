package org.sshlite.sshd.permit;

import java.time.Duration;
import java.util.Optional;
import org.sshlite.program.config.ChannelTimeouts;
import org.sshlite.program.config.LogLevel;

/**
 * All that a user may do once logged in. Made once for a login, of what holds for it then; asked at
 * each channel and request, from any thread.
 *
 * @param agent whether an agent is forwarded
 * @param timeouts of channels without traffic
 * @param unusedConnection after how long a connection without channels is closed; zero for never
 */
public record Permit(
    SessionPermit session,
    PortPermit ports,
    SocketPermit sockets,
    X11Permit x11,
    boolean agent,
    ChannelTimeouts timeouts,
    Duration unusedConnection) {
  /** Nothing. */
  public Permit() {
    this(SessionPermit.NONE);
  }

  private Permit(SessionPermit session) {
    this(
        session,
        PortPermit.NONE,
        SocketPermit.NONE,
        X11Permit.NONE,
        false,
        ChannelTimeouts.NONE,
        Duration.ZERO);
  }

  /** Shells and commands, with and without a terminal, and nothing besides. */
  public static Permit shells() {
    return new Permit(SessionPermit.SHELLS);
  }

  /** Why {@code auth-agent-req@openssh.com} is refused; empty when it is permitted. */
  public Optional<Refusal> refusesAgent() {
    return agent
        ? Optional.empty()
        : Optional.of(Refusal.logged(LogLevel.DEBUG1, "agent forwarding disabled"));
  }

  /** Why {@code tun@openssh.com} is refused: there are no tunnels. */
  public Refusal tunnelRefusal() {
    String notice = "Server has rejected tunnel device forwarding";
    return Refusal.noticed(notice, LogLevel.INFO, "%s", notice);
  }
}
