package org.sshlite.client.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exit;
import org.sshlite.client.HostReport;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.MatchContext;
import org.sshlite.client.config.RequestTty;
import org.sshlite.client.config.SessionType;
import org.sshlite.client.config.Tokens;
import org.sshlite.client.terminal.SessionTerminal;
import org.sshlite.client.terminal.Undo;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.log.Syslog;
import org.sshlite.program.stream.ReaderGoneException;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.program.system.UserEnvironment;
import org.sshlite.protocol.connection.Ending;

/** One run of {@code ssh-lite}. */
public final class Program {
  /** ssh(1) EXIT STATUS: what went wrong on our side, or with the connection. */
  static final int FAILURE = 255;

  // Who calls ssh looks here for what it can: GNOME's files and Breezy use none but OpenSSH; kitty
  // and Net::OpenSSH read the number behind that name, at the beginning of the line.
  // Joined by a method: code that is made for "+" takes longer than the start of a light program.
  private static final String VERSION =
      "OpenSSH_10.5p1 compatible: ssh-lite 0.2.0, Java ".concat(Runtime.version().toString());

  /** As ssh, where the file of {@code -E} cannot be opened. */
  private static final int NO_LOG = 1;

  private int failure = FAILURE;
  private final StderrLog log = new StderrLog(LogLevel.INFO).install();
  private final ClientConfig config = new ClientConfig();
  private final ConfigReader reader = new ConfigReader(config, log);
  private final CommandLine commandLine = new CommandLine(config, reader);
  private final Dialling dialling = new Dialling(commandLine, config, log);

  /** Whether this process began with the cache of what needs no connection of its own. */
  public static boolean isLight() {
    return LightStart.isIt();
  }

  /** The exit status. */
  public int run(String[] arguments) {
    Undo.watch();
    if (LightStart.isIt()) {
      log.hold(); // who begins anew says it anew
    }
    try {
      if (Arrays.equals(arguments, new String[] {"--help"})) {
        print(List.of(Usage.HELP));
        return 0;
      }
      commandLine.parse(arguments);
      if (commandLine.version()) {
        log.log(LogLevel.QUIET, VERSION);
        return 0;
      }
      if (commandLine.query().isPresent()) {
        return query(commandLine.query().get());
      }
      return connect(configure());
    } catch (UsageException | ConfigException e) {
      e.getMessage().lines().forEach(log::fatal);
    } catch (ReaderGoneException e) {
      log.debug(StandardStream.OUT + ": " + e.getMessage());
    } catch (IOException e) {
      log.fatal("ssh-lite: " + e.getMessage());
    } catch (OutOfMemoryError e) {
      // of memory, or of threads for the libraries below
      log.fatal("ssh-lite: " + e.getMessage());
    } catch (RuntimeException e) {
      // a mistake of ours is one line too, and its place for who asks for it
      log.fatal("ssh-lite: internal error: " + Printable.line(e.toString()));
      for (StackTraceElement place : e.getStackTrace()) {
        log.debug("  at " + place);
      }
    } finally {
      log.release();
      log.flush();
    }
    return failure;
  }

  /**
   * Connects as the arguments say, or asks a master, and starts the program or subsystem they name,
   * without a terminal.
   *
   * @return empty when that failed, which was told
   */
  Optional<PipedSession> pipe(String[] arguments) {
    try {
      commandLine.parse(arguments);
      Tokens names = configure();
      if (config.refuseConnection.get().isPresent()) {
        throw new ConfigException("RefuseConnection: " + config.refuseConnection.get().get());
      }
      checkAgent();
      config.requestTty.override(RequestTty.NO);
      SessionPlan plan = plan();
      Optional<SharedConnection> shared = SharedConnection.of(config, log);
      if (shared.isPresent()) {
        Optional<PipedSession> piped = shared.get().pipe(plan);
        if (piped.isPresent()) {
          return piped;
        }
      }
      config.judge(log);
      Farewell farewell = new Farewell(names.host(), names.port(), log);
      Optional<ClientSession> session = dialling.dial(names, farewell);
      return session.isEmpty()
          ? Optional.empty()
          : PipedSession.start(session.get(), plan, config, log);
    } catch (UsageException | ConfigException e) {
      e.getMessage().lines().forEach(log::fatal);
    } catch (IOException e) {
      log.fatal(String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private int query(String question) throws UsageException, IOException {
    List<String> names =
        Query.answer(question)
            .orElseThrow(
                () -> UsageException.of("Unsupported query \"" + Printable.line(question) + "\""));
    print(names);
    return 0;
  }

  private static void print(List<String> lines) throws IOException {
    String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    try {
      StandardStream.stdout().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (ReaderGoneException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(StandardStream.OUT + ": " + e.getMessage(), e);
    }
  }

  /** Reads the files; the names that tokens stand for are final then. */
  private Tokens configure() throws ConfigException, UsageException {
    log.level(config.logLevel.get());
    if (commandLine.logFile().isPresent()) {
      if (commandLine.syslog()) {
        throw UsageException.of("Can't specify both -y and -E");
      }
      failure = NO_LOG;
      log.redirect(Path.of(commandLine.logFile().get()));
      failure = FAILURE;
    }
    log.debug(VERSION);
    if (!commandLine.printsConfig() && !Background.isIt() && !LightStart.isAlone()) {
      commandLine.notices().forEach(log::info);
    }
    MatchContext context =
        new MatchContext(
            commandLine.destination().host(), commandLine.command(), Tokens.LocalUser.current());
    Tokens names = reader.files(context, commandLine.configFile());
    log.level(config.logLevel.get());
    log.overrides(config.logVerbose.get().stream().limit(1).toList());
    if (commandLine.syslog() && Files.exists(Syslog.SOCKET)) {
      log.sink(new Syslog("ssh-lite", config.syslogFacility.get(), Syslog.SOCKET));
    }
    return names;
  }

  /** As ssh before it connects anywhere; who begins anew has told it. */
  private void checkAgent() throws ConfigException {
    Optional<String> missing = AgentSocket.missing(config, UserEnvironment.variables()::get);
    if (missing.isPresent() && config.exitOnForwardFailure.get()) {
      throw new ConfigException(missing.get());
    }
    missing.filter(_ -> !Background.isIt() && !LightStart.isAlone()).ifPresent(log::error);
  }

  private int connect(Tokens names) throws ConfigException, UsageException, IOException {
    checkAgent();
    if (config.updateHostKeysInForce() == UpdateHostKeys.ASK && !asksAboutHostKeys()) {
      log.debug("UpdateHostKeys=ask: nobody to ask beside a command, or in silence; disabling");
      config.updateHostKeys.override(Optional.of(UpdateHostKeys.NO));
    }
    if (commandLine.printsConfig()) {
      wantedCommand(); // as ssh: what would be refused is, here too
      print(ConfigListing.of(config, names));
      return 0;
    }
    if (commandLine.printsKeys()) {
      begin();
      print(dialling.keys(names));
      return 0;
    }
    if (commandLine.explains().isPresent()) {
      begin();
      return explain(names, commandLine.explains().get());
    }
    if (LightStart.isAlone()) {
      config.controlMaster.override("false");
      config.controlPath.override(Optional.empty());
    }
    Optional<SharedConnection> shared = SharedConnection.of(config, log);
    Optional<MasterCommand> command = commandLine.masterCommand();
    boolean proxy = command.equals(Optional.of(MasterCommand.PROXY));
    if (command.isPresent()) {
      SharedConnection asked =
          shared.orElseThrow(
              () -> UsageException.of("No ControlPath specified for \"-O\" command"));
      if (!proxy) {
        return asked.command(command.get());
      }
      config.controlMaster.override("false");
    }
    SessionPlan plan = plan();
    OptionalInt status = otherwise(proxy ? Optional.empty() : shared, plan, names.host());
    if (status.isPresent()) {
      return status.getAsInt();
    }
    boolean streams = plan.program().isPresent() || commandLine.stdioForward().isPresent();
    if (!proxy && streams && Routes.takeStreams(config)) {
      throw UsageException.of("ProxyCommand=- takes standard input and output: only with -N");
    }
    begin();
    Optional<LocalCommand> localCommand = LocalCommand.of(config, names);
    config.judge(log);
    boolean loads = plan.terminal() && StandardStream.IN.isTerminal();
    SessionTerminal terminal = loads ? SessionTerminal.load(log::error) : SessionTerminal.none();
    Farewell farewell = new Farewell(names.host(), names.port(), log);
    Optional<ClientSession> session =
        proxy ? dialling.proxied(shared.orElseThrow(), names) : dialling.dial(names, farewell);
    return session.isEmpty()
        ? FAILURE
        : converse(session.get(), plan, terminal, farewell, localCommand);
  }

  /**
   * It takes a connection of our own. No master is asked twice, and no configuration read that can
   * be read only once.
   */
  private void begin() {
    boolean readable =
        commandLine
            .configFile()
            .filter(file -> !file.equals("none"))
            .map(file -> Files.isRegularFile(Path.of(file)))
            .orElse(true);
    if (readable) {
      LightStart.leave(!log.holds());
    }
    log.release();
  }

  /** By the connection of another process, or by a second one of ours; empty to connect here. */
  private OptionalInt otherwise(Optional<SharedConnection> shared, SessionPlan plan, String host)
      throws ConfigException, IOException {
    boolean forks = config.forkAfterAuthentication.get();
    // what goes into the background does so first
    OptionalInt status =
        shared.isPresent() && forks == Background.isIt()
            ? share(shared.get(), plan, host)
            : OptionalInt.empty();
    boolean begins = !Background.isIt() && (forks || mayPersist(shared));
    if (status.isPresent() || !begins) {
      return status;
    }
    log.release();
    switch (Background.begin()) {
      case Background.Start.Ended(int code) -> {
        return OptionalInt.of(code);
      }
      case Background.Start.GoesOn() -> {
        boolean held = plan.program().isEmpty() && commandLine.stdioForward().isEmpty();
        if (forks || held) {
          return OptionalInt.of(0);
        }
      }
      case Background.Start.NoMaster() -> {}
    }
    // whoever was first at the path is the master for us, too
    config.controlMaster.override("false");
    return share(shared.orElseThrow(), plan, host);
  }

  /** Where something is at the path already, a second process would log in for nothing. */
  private boolean mayPersist(Optional<SharedConnection> shared) {
    return Background.persists(config)
        && shared.filter(connection -> !Files.exists(Path.of(connection.path()))).isPresent();
  }

  /** Empty when this process is to connect by itself. */
  private OptionalInt share(SharedConnection shared, SessionPlan plan, String host)
      throws IOException {
    if (commandLine.stdioForward().isPresent()) {
      return shared.connect(commandLine.stdioForward().get());
    }
    // a connection that is only held (-N) is one of its own
    return plan.program().isEmpty() ? OptionalInt.empty() : shared.run(plan, host);
  }

  /** As ssh: the terminal is not a command's, and what is asked about must be seen. */
  private boolean asksAboutHostKeys() {
    return commandLine.command().isEmpty()
        && config.remoteCommand.get().isEmpty()
        && config.requestTty.get() != RequestTty.NO
        && config.logLevel.get().compareTo(LogLevel.INFO) >= 0;
  }

  /** {@code --explain}: success is a host that is believed. */
  private int explain(Tokens names, ReportFormat format) throws ConfigException, IOException {
    Routes.refuseStreams(config, names.host());
    config.judge(log);
    try {
      HostReport report = dialling.explain(names);
      print(
          format == ReportFormat.JSON
              ? List.of(JsonReport.of(report))
              : new TextReport(report).lines());
      return report.isBelieved() ? 0 : FAILURE;
    } catch (IOException e) {
      if (format == ReportFormat.JSON) {
        print(List.of(JsonReport.ofFailure(String.valueOf(e.getMessage()))));
      }
      new Farewell(names.host(), names.port(), log).loginFailed(e);
      return FAILURE;
    }
  }

  /** What is to run there; empty for a shell. */
  private String wantedCommand() throws UsageException {
    String command = commandLine.command();
    Optional<String> remoteCommand = config.remoteCommand.get();
    if (remoteCommand.isPresent()) {
      if (!command.isEmpty()) {
        throw UsageException.of("Cannot execute command-line and remote command.");
      }
      command = remoteCommand.get();
    }
    if (config.forkAfterAuthentication.get()
        && command.isEmpty()
        && config.sessionType.get() != SessionType.NONE) {
      throw UsageException.of("Cannot fork into background without a command to execute.");
    }
    return command;
  }

  private SessionPlan plan() throws ConfigException, UsageException {
    SessionPlan plan =
        SessionPlan.of(
                config,
                wantedCommand(),
                StandardStream.IN.isTerminal(),
                UserEnvironment.variables())
            .withCommand(commandLine.commandBytes());
    if (plan.terminalMissed() && !Background.isIt()) {
      log.info("Pseudo-terminal will not be allocated because stdin is not a terminal.");
    }
    return plan;
  }

  private int converse(
      ClientSession session,
      SessionPlan plan,
      SessionTerminal terminal,
      Farewell farewell,
      Optional<LocalCommand> localCommand)
      throws IOException {
    Undo.sessionBegins();
    if (!config.channelTimeout.get().rules().isEmpty()) {
      Runnable end = () -> session.connection().disconnect("nothing was said for too long");
      session.connection().limit(Timeouts.of(config.channelTimeout.get(), plan, end, log));
    }
    RequestedForwards forwards = new RequestedForwards(config, session, log);
    if (!forwards.start()) {
      session.close();
      return FAILURE;
    }
    localCommand.ifPresent(command -> command.run(log));
    SessionForwards sessionForwards = new SessionForwards(config, session, forwards, log);
    Hosting hosting = new Hosting(config, log);
    hosting.share(session, sessionForwards, farewell.host());
    try {
      return converse(session, plan, terminal, farewell, sessionForwards, hosting);
    } finally {
      hosting.close(); // however it ends: a socket that is left behind is in the next one's way
    }
  }

  private int converse(
      ClientSession session,
      SessionPlan plan,
      SessionTerminal terminal,
      Farewell farewell,
      SessionForwards sessionForwards,
      Hosting hosting)
      throws IOException {
    if (hosting.isInVain()) {
      session.close();
      Background.giveUp();
      return FAILURE;
    }
    boolean runsHere = !hosting.persists() || config.forkAfterAuthentication.get();
    boolean held = commandLine.stdioForward().isEmpty() && plan.program().isEmpty();
    OptionalInt left = hosting.leave(!held && runsHere);
    if (left.isPresent()) {
      session.close();
      return left.getAsInt();
    }
    if (hosting.persists() && (held || !runsHere)) {
      return hosting.persist(session); // the session is the first process's
    }
    log.debug("Entering interactive session.");
    boolean opensNone = held || commandLine.stdioForward().isPresent();
    if (opensNone && hosting.isAlone()) {
      session.connection().noMoreSessions();
    }
    if (commandLine.stdioForward().isPresent()) {
      int status = new StdioForward(session, commandLine.stdioForward().get(), log).run();
      if (hosting.persists()) {
        return hosting.persist(session);
      }
      hosting.awaitOthers();
      session.close();
      return status;
    }
    if (plan.program().isEmpty()) {
      // as ssh: a connection that was only held and is told to end has done its duty
      Undo.onTerminate(
          () -> {
            hosting.close();
            Runtime.getRuntime().halt(0);
          });
      if (hosting.awaitStop()) {
        session.close();
        return 0;
      }
      farewell.connectionEnded(session.connection().ended().join());
      return FAILURE;
    }
    RemoteSession remote =
        new RemoteSession(
            session,
            plan,
            terminal,
            config.escapeChar.get(),
            config.stdinNull.get(),
            sessionForwards,
            log);
    if (hosting.isAlone()) {
      remote.last();
    }
    if (plan.terminal()) {
      // as ssh, when a signal ends us
      Undo.onEnd(() -> log.info(closed(farewell)));
    }
    Exit exit = remote.run();
    if (hosting.persists()) {
      return hosting.persist(session);
    }
    Ending ending = hosting.awaitUnused(session.connection()).orElseGet(Ending.Closed::new);
    if (exit instanceof Exit.Unknown && !remote.isClosedByPeer()) {
      // the channel goes down with its connection: which of the two it was is told a little later
      ending =
          session
              .connection()
              .ended()
              .completeOnTimeout(new Ending.Closed(), 1, TimeUnit.SECONDS)
              .join();
    }
    farewell.connectionEnded(ending);
    if (plan.terminal()) {
      log.info(closed(farewell));
    }
    session.close();
    dialling.close();
    // as ssh: of a connection that just breaks off the command's status stands
    boolean inOrder = ending instanceof Ending.Closed || ending instanceof Ending.ConnectionLost;
    return remote.lostData() || !inOrder ? FAILURE : farewell.status(exit);
  }

  private static String closed(Farewell farewell) {
    return "Connection to " + farewell.host() + " closed.";
  }
}
