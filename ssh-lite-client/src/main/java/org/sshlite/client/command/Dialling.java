package org.sshlite.client.command;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.ClientSession;
import org.sshlite.client.HostReport;
import org.sshlite.client.Route;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.Tokens;
import org.sshlite.client.config.WarnWeakCrypto;
import org.sshlite.client.identity.Credentials;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.terminal.TerminalDialog;
import org.sshlite.crypto.key.JceProvider;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.connection.ConnectionFigures;
import org.sshlite.protocol.netty.NettyOfProgram;
import org.sshlite.protocol.transport.Negotiated;

/** Connects this process itself, once. Who shares another one's connection needs none of it. */
final class Dialling {
  private final CommandLine commandLine;
  private final ClientConfig config;
  private final StderrLog log;
  private @Nullable Routes routes;

  Dialling(CommandLine commandLine, ClientConfig config, StderrLog log) {
    this.commandLine = commandLine;
    this.config = config;
    this.log = log;
  }

  /**
   * @param batch whether nobody is asked
   * @param callsHops of {@link Routes}
   */
  private SshClient client(Tokens names, boolean batch, boolean callsHops) throws ConfigException {
    NettyOfProgram.logToJdk();
    JceProvider.moveAhead();
    TerminalDialog dialog = new TerminalDialog(log, batch, UserEnvironment.variables());
    routes = new Routes(commandLine.configFile(), dialog, log, SshClient::create, callsHops);
    return SshClient.create(new OptionsOf(config, names, dialog).clientOptions());
  }

  /** Logs in; empty when that failed, which was told. */
  Optional<ClientSession> dial(Tokens names, Farewell farewell) throws ConfigException {
    // left open: the process ends with its connection, and its threads with it
    SshClient client = client(names, config.batchMode.get(), true);
    try {
      Route route = routes().of(config, names);
      ClientSession session =
          client.connect(names.destination(), route, this::warnOfWeakKeyExchange);
      tellHow(session, names);
      return Optional.of(session);
    } catch (IOException e) {
      farewell.loginFailed(e);
      return Optional.empty();
    }
  }

  /** As ssh, word for word: programs that call it with -v wait for this line. */
  private void tellHow(ClientSession session, Tokens names) {
    if (log.level().compareTo(LogLevel.VERBOSE) < 0) {
      return; // asking the loop for what nobody reads would cost a turn of it
    }
    String way =
        ConnectionReport.of(session)
            .figures()
            .flatMap(ConnectionFigures::remote)
            .map(end -> "([" + ConnectionReport.address(end) + "]:" + end.port() + ")")
            .orElse("(via proxy)");
    String method = session.connection().info().method();
    log.verbose("Authenticated to " + names.host() + " " + way + " using \"" + method + "\".");
  }

  /** The public keys that a login would offer, a line each, in their order. Nobody is asked. */
  List<String> keys(Tokens names) throws ConfigException {
    TerminalDialog dialog = new TerminalDialog(log, true, UserEnvironment.variables());
    LoginOptions options = new OptionsOf(config, names, dialog).clientOptions().login();
    Credentials keys =
        new Credentials(names.remoteUser(), names.host(), options, dialog, () -> false, _ -> {});
    return Stream.generate(keys::nextKey)
        .takeWhile(Optional::isPresent)
        .map(key -> Credentials.describe(key.get()))
        .toList();
  }

  /** By the connection of a master; empty when that failed, which was told. */
  Optional<ClientSession> proxied(SharedConnection shared, Tokens names)
      throws ConfigException, IOException {
    return shared.proxy(client(names, config.batchMode.get(), true));
  }

  /**
   * What there is to say of the host, up to its key.
   *
   * @throws IOException when there is nothing
   */
  HostReport explain(Tokens names) throws ConfigException, IOException {
    SshClient client = client(names, true, false);
    return client.explain(names.destination(), routes().of(config, names));
  }

  /** As OpenSSH 10.5: what is recorded today may be read once there are quantum computers. */
  private void warnOfWeakKeyExchange(Negotiated negotiated) {
    if (config.warnWeakCrypto.get() == WarnWeakCrypto.YES && !negotiated.kex().postQuantum()) {
      log.info("** WARNING: connection is not using a post-quantum key exchange algorithm.");
      log.info("** This session may be vulnerable to \"store now, decrypt later\" attacks.");
      log.info("** The server may need to be upgraded. See https://openssh.com/pq.html");
    }
  }

  private Routes routes() {
    return Objects.requireNonNull(routes, "not dialled");
  }

  /** Ends the connections to hosts on the way. */
  void close() {
    routes().close();
  }
}
