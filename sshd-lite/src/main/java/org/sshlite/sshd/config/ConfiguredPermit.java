package org.sshlite.sshd.config;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.sshd.permit.ForcedCommand;
import org.sshlite.sshd.permit.ForcedCommand.Origin;
import org.sshlite.sshd.permit.ForwardList;
import org.sshlite.sshd.permit.KeyPermissions;
import org.sshlite.sshd.permit.Permit;
import org.sshlite.sshd.permit.PortPermit;
import org.sshlite.sshd.permit.SessionPermit;
import org.sshlite.sshd.permit.SocketPermit;
import org.sshlite.sshd.permit.Subject;
import org.sshlite.sshd.permit.X11Display;
import org.sshlite.sshd.permit.X11Permit;

/**
 * What configuration and key both permit.
 *
 * @param config what holds for the user
 * @param key of all keys and certificates of the login together
 */
public record ConfiguredPermit(ServerConfig config, KeyPermissions key, Subject subject) {
  public Permit permit() {
    PortPermit ports = ports();
    return new Permit(
        session(),
        ports,
        sockets(ports),
        x11(),
        key.agentForwarding()
            && forwards()
            && config.get(ForwardingSettings.ALLOW_AGENT_FORWARDING),
        config.get(ForwardingSettings.CHANNEL_TIMEOUT),
        config.get(ForwardingSettings.UNUSED_CONNECTION_TIMEOUT));
  }

  private boolean forwards() {
    return !config.get(ForwardingSettings.DISABLE_FORWARDING);
  }

  private SessionPermit session() {
    Optional<ForcedCommand> forced =
        Optional.of(config.get(Settings.FORCE_COMMAND))
            .filter(command -> !command.isEmpty())
            .map(command -> new ForcedCommand(Origin.CONFIG, command));
    return new SessionPermit(
        config.get(Settings.MAX_SESSIONS),
        config.get(Settings.PERMIT_TTY) && key.pty(),
        // as sshd: who forces a command by the configuration lets nothing else run
        config.get(Settings.PERMIT_USER_RC) && key.userRc() && forced.isEmpty(),
        forced.or(() -> key.command().map(command -> new ForcedCommand(Origin.KEY, command))),
        config.get(Settings.ACCEPT_ENV),
        config.get(Settings.SET_ENV),
        config.get(LoginSettings.PERMIT_USER_ENVIRONMENT),
        key.environment());
  }

  private PortPermit ports() {
    AllowedForwarding allowed = config.get(ForwardingSettings.ALLOW_TCP_FORWARDING);
    boolean may = key.portForwarding() && forwards();
    return new PortPermit(
        may && allowed.local(),
        may && allowed.remote(),
        both(config.get(ForwardingSettings.PERMIT_OPEN), key.opens()),
        both(config.get(ForwardingSettings.PERMIT_LISTEN), key.listens()),
        config.get(ForwardingSettings.GATEWAY_PORTS),
        family(config.get(Settings.ADDRESS_FAMILY)),
        subject.firstPort(),
        subject.peer());
  }

  private static List<ForwardList> both(ForwardList ofConfig, List<ForwardList> ofKey) {
    return Stream.concat(Stream.of(ofConfig), ofKey.stream()).toList();
  }

  private static Optional<ProtocolFamily> family(AddressFamily family) {
    return switch (family) {
      case ANY -> Optional.empty();
      case INET -> Optional.of(StandardProtocolFamily.INET);
      case INET6 -> Optional.of(StandardProtocolFamily.INET6);
    };
  }

  private SocketPermit sockets(PortPermit ports) {
    AllowedForwarding allowed = config.get(ForwardingSettings.ALLOW_STREAM_LOCAL_FORWARDING);
    // paths of the machine are none of a user's who has a root of his own
    boolean rooted = !config.get(Settings.CHROOT_DIRECTORY).isEmpty();
    boolean may = key.portForwarding() && forwards() && !rooted;
    return new SocketPermit(
        may && allowed.local(),
        may && allowed.remote(),
        ports.local() ? ports.opens() : List.of(ForwardList.NONE),
        ports.remote(),
        config.get(ForwardingSettings.STREAM_LOCAL_BIND_MASK),
        config.get(ForwardingSettings.STREAM_LOCAL_BIND_UNLINK),
        ports.peer());
  }

  private X11Permit x11() {
    return new X11Permit(
        key.x11Forwarding(),
        config.get(ForwardingSettings.X11_FORWARDING) && forwards(),
        new X11Display(
            config.get(ForwardingSettings.X11_DISPLAY_OFFSET),
            config.get(ForwardingSettings.X11_USE_LOCALHOST),
            Path.of(config.get(ForwardingSettings.XAUTH_LOCATION))));
  }
}
