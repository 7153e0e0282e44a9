package org.sshlite.sshd.permit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sshlite.crypto.cert.CertificatePermissions;

/**
 * What a key permits by the options of its line (sshd(8), AUTHORIZED_KEYS FILE FORMAT), a
 * certificate by its extensions, or all those together that one login used.
 *
 * @param userRc whether ~/.ssh/rc is run
 * @param opens all of them must permit a connection's target
 * @param listens all of them must permit where is listened
 * @param command executed whatever the client asks for; empty for no such thing
 * @param environment each {@code NAME=value}, where users may set any (PermitUserEnvironment)
 */
public record KeyPermissions(
    boolean portForwarding,
    boolean agentForwarding,
    boolean x11Forwarding,
    boolean pty,
    boolean userRc,
    List<ForwardList> opens,
    List<ForwardList> listens,
    Optional<String> command,
    List<String> environment) {
  /** A key without options, and a login without a key. */
  public static final KeyPermissions ALL =
      new KeyPermissions(true, true, true, true, true, List.of(), List.of(), Optional.empty());

  public static final KeyPermissions NONE =
      new KeyPermissions(false, false, false, false, false, List.of(), List.of(), Optional.empty());

  /** Nothing but a terminal, to be told why. */
  public static final KeyPermissions RESTRICTED =
      new KeyPermissions(false, false, false, true, false, List.of(), List.of(), Optional.empty());

  public KeyPermissions {
    opens = List.copyOf(opens);
    listens = List.copyOf(listens);
    environment = List.copyOf(environment);
  }

  /** One that sets no variables. */
  public KeyPermissions(
      boolean portForwarding,
      boolean agentForwarding,
      boolean x11Forwarding,
      boolean pty,
      boolean userRc,
      List<ForwardList> opens,
      List<ForwardList> listens,
      Optional<String> command) {
    this(
        portForwarding,
        agentForwarding,
        x11Forwarding,
        pty,
        userRc,
        opens,
        listens,
        command,
        List.of());
  }

  /** A certificate permits nothing that it does not name. */
  public static KeyPermissions of(CertificatePermissions certificate) {
    return new KeyPermissions(
        certificate.permitPortForwarding(),
        certificate.permitAgentForwarding(),
        certificate.permitX11Forwarding(),
        certificate.permitPty(),
        certificate.permitUserRc(),
        List.of(),
        List.of(),
        certificate.forceCommand());
  }

  /**
   * What both permit. Empty when each forces a command, and they are not the same. Deviation: of
   * two keys with permitopen or permitlisten, both count; for sshd the first one does.
   */
  public Optional<KeyPermissions> and(KeyPermissions other) {
    if (command.isPresent() && other.command.isPresent() && !command.equals(other.command)) {
      return Optional.empty();
    }
    return Optional.of(
        new KeyPermissions(
            portForwarding && other.portForwarding,
            agentForwarding && other.agentForwarding,
            x11Forwarding && other.x11Forwarding,
            pty && other.pty,
            userRc && other.userRc,
            both(opens, other.opens),
            both(listens, other.listens),
            command.or(other::command),
            // as sshd: those of the first key that sets any
            environment.isEmpty() ? other.environment : environment));
  }

  private static List<ForwardList> both(List<ForwardList> one, List<ForwardList> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }
}
