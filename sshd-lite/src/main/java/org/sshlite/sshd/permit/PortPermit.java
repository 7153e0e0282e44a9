package org.sshlite.sshd.permit;

import java.net.ProtocolFamily;
import java.util.List;
import java.util.Optional;
import org.sshlite.program.config.LogLevel;
import org.sshlite.protocol.forward.BindAddress;

/**
 * Which ports may be connected to and listened at for a client, RFC 4254 §7.
 *
 * @param local whether {@code direct-tcpip} is permitted at all
 * @param remote whether {@code tcpip-forward} is permitted at all
 * @param opens all of them must permit a target
 * @param listens all of them must permit where is listened
 * @param family of the sockets that listen; empty for each there is
 * @param firstPort the lowest that the user may listen at
 * @param peer the client, as {@code address port number}, for the log
 */
public record PortPermit(
    boolean local,
    boolean remote,
    List<ForwardList> opens,
    List<ForwardList> listens,
    GatewayPorts gateway,
    Optional<ProtocolFamily> family,
    int firstPort,
    String peer) {
  public static final PortPermit NONE =
      new PortPermit(
          false,
          false,
          List.of(ForwardList.NONE),
          List.of(ForwardList.NONE),
          GatewayPorts.NO,
          Optional.empty(),
          Subject.PORTS,
          "UNKNOWN");

  public PortPermit {
    opens = List.copyOf(opens);
    listens = List.copyOf(listens);
  }

  /**
   * Why a {@code direct-tcpip} is refused; empty when it is permitted.
   *
   * @param host as the client sent it: no name is looked up
   */
  public Optional<Refusal> refusesOpen(String host, long port, Originator from) {
    if (!isPort(port)) {
      return Optional.of(Refusal.logged(LogLevel.ERROR, "invalid target port"));
    }
    if (!local) {
      return Optional.of(
          Refusal.logged(
              LogLevel.INFO,
              "refused local port forward: originator %s port %d, target %s port %d",
              from.address(),
              from.port(),
              host,
              port));
    }
    return opens.stream().allMatch(list -> list.opens(host, (int) port))
        ? Optional.empty()
        : Optional.of(
            Refusal.logged(
                LogLevel.INFO,
                "Received request from %s to connect to host %s port %d,"
                    + " but the request was denied.",
                peer,
                host,
                port));
  }

  /**
   * What comes of a {@code tcpip-forward}.
   *
   * @param host the address to bind, as the client sent it
   * @param port uint32; 0 for a free one
   * @param answered whether the client wants an answer: without one it would never learn which port
   *     is free
   */
  public Permission<PortListening> listen(String host, long port, boolean answered) {
    if (!remote || !isPort(port) || port == 0 && !answered) {
      return new Permission.Denied<>(
          Refusal.noticed(
              "Server has disabled port forwarding.",
              LogLevel.INFO,
              "refused remote port forward: listen %s port %d",
              host,
              port));
    }
    if (!listens.stream().allMatch(list -> list.listens(host, (int) port))) {
      return new Permission.Denied<>(
          Refusal.noticed(
              "port forwarding refused",
              LogLevel.INFO,
              "Received request from %s to remote forward to host %s port %d,"
                  + " but the request was denied.",
              peer,
              host,
              port));
    }
    if (port != 0 && port < firstPort) {
      return new Permission.Denied<>(
          Refusal.logged(LogLevel.ERROR, "bind [%s]:%d: Permission denied", host, port));
    }
    BindAddress address = bind(host);
    return new Permission.Granted<>(new PortListening(address, family, (int) port, notice(host)));
  }

  private BindAddress bind(String host) {
    boolean numeric = host.equals("127.0.0.1") || host.equals("::1");
    return switch (gateway) {
      case YES -> new BindAddress.Wildcard();
      // which family of its own machine is the client's to choose
      case NO -> numeric ? new BindAddress.Host(host) : new BindAddress.Loopback();
      case CLIENTSPECIFIED ->
          switch (host) {
            case "", "*" -> new BindAddress.Wildcard();
            case "localhost" -> new BindAddress.Loopback();
            default -> new BindAddress.Host(host);
          };
    };
  }

  private Optional<String> notice(String host) {
    boolean asked = host.isEmpty() || host.equals("*") || host.equals("0.0.0.0");
    return gateway == GatewayPorts.YES && !asked
        ? Optional.of(
            "Forwarding listen address \"" + host + "\" overridden by server GatewayPorts")
        : Optional.empty();
  }

  private static boolean isPort(long port) {
    return port >= 0 && port < Subject.PORTS;
  }
}
