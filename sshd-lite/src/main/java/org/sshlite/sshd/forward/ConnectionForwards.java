package org.sshlite.sshd.forward;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.IncomingRequest;
import org.sshlite.protocol.forward.Forwards;
import org.sshlite.protocol.forward.SocketCount;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.permit.Originator;
import org.sshlite.sshd.permit.Permit;
import org.sshlite.sshd.permit.Refusal;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.SessionForwards;

/**
 * What one connection forwards, as far as its permit goes: channels to targets, ports and sockets
 * that are listened at for the client, its agent and its displays.
 */
public final class ConnectionForwards implements SessionForwards, AutoCloseable {
  private static final Path ROOT = Path.of("/");

  /** Where no originator is told. */
  private static final Originator UNKNOWN = new Originator("UNKNOWN", 0);

  private final Connection connection;
  private final Permit permit;
  private final StderrLog log;
  private final Forwards forwards;
  private final RemoteForwards remote;
  private final AgentForward agent;

  /**
   * @param account whose agent and displays are forwarded
   * @param count of the sockets that nobody has opened a channel for
   */
  public ConnectionForwards(
      Connection connection, Permit permit, Account account, SocketCount count, StderrLog log) {
    this.connection = connection;
    this.permit = permit;
    this.log = log;
    Actor actor = Actor.of(account);
    this.forwards = new Forwards(connection, new UserRights(actor), count);
    this.remote = new RemoteForwards(connection, forwards, permit, log, this::tell);
    this.agent = new AgentForward(forwards, actor, log);
  }

  /** A channel that is no session. On the event loop. */
  public void opening(IncomingChannel channel) {
    switch (channel.type()) {
      case ChannelType.DirectTcpip(var host, var port, var from, var fromPort) -> {
        Originator originator = new Originator(from, (int) Math.min(fromPort, Integer.MAX_VALUE));
        Optional<Refusal> refusal = permit.ports().refusesOpen(host, port, originator);
        refusal.ifPresentOrElse(
            why -> refuse(channel, why), () -> relay(channel, new Target.Tcp(host, (int) port)));
      }
      case ChannelType.DirectStreamlocal(var path, _, _) -> {
        Optional<Refusal> refusal = permit.sockets().refusesOpen(path, UNKNOWN);
        refusal.ifPresentOrElse(why -> refuse(channel, why), () -> relay(channel, path));
      }
      case ChannelType.Tunnel _ -> refuse(channel, permit.tunnelRefusal());
      default -> {
        log.info("refused a channel " + Printable.line(channel.type().name()));
        channel.refuse();
      }
    }
  }

  /**
   * As a file name; empty where it cannot be one. What is relative is so to the root, where sshd
   * is: not to wherever this server was started.
   */
  static Optional<Path> path(String text) {
    try {
      return Optional.of(ROOT.resolve(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private void refuse(IncomingChannel channel, Refusal refusal) {
    tell(refusal);
    channel.refuse();
  }

  private void relay(IncomingChannel channel, String path) {
    path(path)
        .ifPresentOrElse(
            file -> relay(channel, new Target.Unix(file)),
            () -> channel.refuse(OpenFailureReason.CONNECT_FAILED, "open failed"));
  }

  private void relay(IncomingChannel channel, Target target) {
    forwards.relay(channel, target, permit.ports().family());
  }

  private void tell(Refusal refusal) {
    log.log(refusal.level(), refusal.log());
    refusal.notice().ifPresent(connection::debug);
  }

  /** A global request. On the event loop. */
  public void globalRequest(IncomingRequest request) {
    switch (request.type()) {
      case GlobalRequestType.TcpipForward forward -> remote.listen(request, forward);
      case GlobalRequestType.StreamlocalForward forward -> remote.listen(request, forward);
      case GlobalRequestType.CancelTcpipForward cancel -> remote.cancel(request, cancel);
      case GlobalRequestType.CancelStreamlocalForward cancel -> remote.cancel(request, cancel);
      default -> request.fail();
    }
  }

  /**
   * Begins a session once what the client asked for before it is listened at: a forward that fails
   * is told before its command has run, as sshd does and ExitOnForwardFailure needs. On the event
   * loop.
   */
  public void session(Runnable begin) {
    remote.afterwards(begin);
  }

  @Override
  public boolean agent() {
    Optional<Refusal> refusal = permit.refusesAgent();
    refusal.ifPresent(this::tell);
    return refusal.isEmpty() && agent.start();
  }

  @Override
  public Optional<String> agentSocket() {
    return agent.socket();
  }

  @Override
  public Optional<Display> display(SessionRequest.X11Request request) {
    return X11Forward.start(request, permit.x11(), permit.ports().family(), forwards, this::tell);
  }

  @Override
  public void close() {
    forwards.close();
  }
}
