package org.sshlite.client.command;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.MatchContext;
import org.sshlite.client.config.RequestTty;
import org.sshlite.client.config.SessionType;
import org.sshlite.client.config.Tokens;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.message.SessionRequest;

/**
 * How one of many hosts is reached and what is run there, by ssh's options and the files. Nobody is
 * asked anything, and there is no terminal.
 */
public final class HostPlan implements AutoCloseable {
  /** For a connection and its login where ConnectTimeout says nothing: none may hold its place. */
  private static final Duration USUAL_CONNECT_TIMEOUT = Duration.ofSeconds(30);

  private final ClientConfig config;
  private final Tokens names;
  private final CommandLine commandLine;
  private final String command;
  private final StderrLog log;
  private @Nullable Routes routes;

  private HostPlan(
      ClientConfig config, Tokens names, CommandLine commandLine, String command, StderrLog log) {
    this.config = config;
    this.names = names;
    this.commandLine = commandLine;
    this.command = command;
    this.log = log;
  }

  /**
   * Reads the files for one host.
   *
   * @param arguments ssh's options and the command, without a destination
   */
  public static HostPlan of(String host, List<String> arguments, StderrLog log)
      throws ConfigException {
    ClientConfig config = new ClientConfig();
    ConfigReader reader = new ConfigReader(config, log);
    CommandLine line = parse(host, arguments, config, reader);
    MatchContext context =
        new MatchContext(line.destination().host(), line.command(), Tokens.LocalUser.current());
    Tokens names = reader.files(context, line.configFile());
    config.batchMode.override(true);
    config.requestTty.override(RequestTty.NO);
    if (config.connectTimeout.get().isEmpty()) {
      config.connectTimeout.override(Optional.of(USUAL_CONNECT_TIMEOUT));
    }
    if (config.refuseConnection.get().isPresent()) {
      throw new ConfigException("RefuseConnection: " + config.refuseConnection.get().get());
    }
    config.judge(log);
    String command = line.command();
    return new HostPlan(
        config,
        names,
        line,
        command.isEmpty() ? config.remoteCommand.get().orElse("") : command,
        log);
  }

  private static CommandLine parse(
      String host, List<String> arguments, ClientConfig config, ConfigReader reader)
      throws ConfigException {
    CommandLine line = new CommandLine(config, reader);
    try {
      line.parseFor(host, arguments.toArray(String[]::new));
      return line;
    } catch (UsageException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  /**
   * Refuses a command line that is good for no host.
   *
   * @param hasTask whether there is something to do without a command
   */
  public static void check(String host, List<String> arguments, boolean hasTask, StderrLog log)
      throws ConfigException {
    ClientConfig config = new ClientConfig();
    CommandLine line = parse(host, arguments, config, new ConfigReader(config, log));
    if (config.sessionType.get() != SessionType.DEFAULT || line.printsConfig()) {
      throw new ConfigException("--hosts runs a command: not with -G, -N, -s or -W");
    }
    if (line.masterCommand().isPresent() || line.logFile().isPresent()) {
      throw new ConfigException("--hosts: -O and -E are not for many hosts");
    }
    boolean forwards =
        config.localForward.isSet()
            || config.remoteForward.isSet()
            || config.dynamicForward.isSet()
            || !config.forwardAgent.get().equals("no")
            || config.forwardX11.get();
    RequestTty tty = config.requestTty.get();
    if (forwards || tty == RequestTty.YES || tty == RequestTty.FORCE) {
      throw new ConfigException("--hosts: nothing is forwarded, and there is no terminal");
    }
    if (line.command().isEmpty() && !hasTask && !config.remoteCommand.isSet()) {
      throw new ConfigException("--hosts: no command to run");
    }
    log.level(config.logLevel.get());
    line.notices().forEach(log::info);
  }

  /** What is run; empty for nothing. */
  public String command() {
    return command;
  }

  /** SendEnv and SetEnv. */
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (SessionRequest.Env variable :
        SessionPlan.of(config, command, false, UserEnvironment.variables()).variables()) {
      environment.put(variable.name(), variable.text());
    }
    return environment;
  }

  /**
   * Connects and logs in.
   *
   * @param client whose threads it uses
   */
  public ClientSession connect(SshClient client, Dialog dialog)
      throws IOException, ConfigException {
    Routes.refuseStreams(config, names.host());
    // no process for each of many hosts
    routes = new Routes(commandLine.configFile(), dialog, log, client::with, false);
    return client
        .with(new OptionsOf(config, names, dialog).clientOptions())
        .connect(names.destination(), routes.of(config, names));
  }

  /** Closes the connections to jump hosts. */
  @Override
  public void close() {
    if (routes != null) {
      routes.close();
    }
  }
}
