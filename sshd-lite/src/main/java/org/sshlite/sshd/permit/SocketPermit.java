package org.sshlite.sshd.permit;

import java.util.List;
import java.util.Optional;
import org.sshlite.program.config.LogLevel;

/**
 * Which sockets of the file system may be connected to and listened at for a client, OpenSSH's
 * PROTOCOL §2.4. As with sshd, a way that AllowTcpForwarding closes is closed for them too; and
 * lists of ports narrow which are connected to, but not which are listened at.
 *
 * @param local whether {@code direct-streamlocal@openssh.com} is permitted at all
 * @param remote whether {@code streamlocal-forward@openssh.com} is permitted at all
 * @param opens all of them must permit a target
 * @param remotePorts whether ports may be listened at
 * @param peer the client, as {@code address port number}, for the log
 */
public record SocketPermit(
    boolean local,
    boolean remote,
    List<ForwardList> opens,
    boolean remotePorts,
    int umask,
    boolean unlink,
    String peer) {
  private static final int EVERY_BIT = 0777;

  public static final SocketPermit NONE =
      new SocketPermit(false, false, List.of(ForwardList.NONE), false, EVERY_BIT, false, "UNKNOWN");

  public SocketPermit {
    opens = List.copyOf(opens);
  }

  /** Why a {@code direct-streamlocal@openssh.com} is refused; empty when it is permitted. */
  public Optional<Refusal> refusesOpen(String path, Originator from) {
    if (!local) {
      return Optional.of(
          Refusal.logged(
              LogLevel.INFO,
              "refused streamlocal port forward: originator %s port %d, target %s",
              from.address(),
              from.port(),
              path));
    }
    return opens.stream().allMatch(list -> list.opensSocket(path))
        ? Optional.empty()
        : Optional.of(
            Refusal.logged(
                LogLevel.INFO,
                "Received request to connect to path %s, but the request was denied.",
                path));
  }

  /** What comes of a {@code streamlocal-forward@openssh.com}. */
  public Permission<SocketListening> listen(String path) {
    if (!remote) {
      return new Permission.Denied<>(
          Refusal.noticed(
              "Server has disabled streamlocal forwarding.",
              LogLevel.INFO,
              "refused remote streamlocal forward: listen %s",
              path));
    }
    if (!remotePorts) {
      return new Permission.Denied<>(
          Refusal.noticed(
              "port forwarding refused",
              LogLevel.INFO,
              "Received request from %s to remote forward to path \"%s\","
                  + " but the request was denied.",
              peer,
              path));
    }
    return new Permission.Granted<>(new SocketListening(path, umask, unlink));
  }
}
