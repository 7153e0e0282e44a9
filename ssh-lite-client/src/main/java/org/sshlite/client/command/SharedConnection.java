package org.sshlite.client.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.client.sharing.LentStreams;
import org.sshlite.client.sharing.Master;
import org.sshlite.client.sharing.RefusedByMasterException;
import org.sshlite.client.terminal.Resizes;
import org.sshlite.client.terminal.SessionTerminal;
import org.sshlite.client.terminal.Undo;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.SessionRequest;

/** The connection of another process, where ControlPath names the socket of one. */
record SharedConnection(ClientConfig config, String path, StderrLog log) {
  // the same number on every system we know
  private static final int SIGWINCH = 28;
  private static final int ENOENT = 2;
  private static final int ECONNREFUSED =
      System.getProperty("os.name").startsWith("Mac") ? 61 : 111;

  /**
   * The one that is configured, if any.
   *
   * @throws ConfigException when its path is longer than a socket's may be
   */
  static Optional<SharedConnection> of(ClientConfig config, StderrLog log) throws ConfigException {
    if (config.controlPath.get().isEmpty()) {
      return Optional.empty();
    }
    String path = config.controlPath.get().get();
    if (!Master.fits(path)) {
      throw new ConfigException(
          "ControlPath too long ('"
              + Printable.line(path)
              + "' >= "
              + Master.pathSize()
              + " bytes)");
    }
    return Optional.of(new SharedConnection(config, path, log));
  }

  /** Does what {@code -O} says; the exit status. */
  int command(MasterCommand command) throws IOException {
    try (Master master = Master.at(path, config.connectTimeout.get())) {
      switch (command) {
        case CHECK -> log.log(LogLevel.QUIET, "Master running (pid=" + master.alive() + ")");
        case CONNINFO -> print(master.info("connection"));
        case CHANNELS -> print(master.info("channels"));
        case FORWARD -> {
          if (!forward(master, true)) {
            log.fatal("master forward request failed");
            return Program.FAILURE;
          }
        }
        case CANCEL -> cancel(master);
        case EXIT -> {
          master.terminate();
          log.error("Exit request sent.");
        }
        case PROXY -> throw new AssertionError("goes on with a session");
        case STOP -> {
          master.stopListening();
          log.error("Stop listening request sent.");
        }
      }
      return 0;
    } catch (SystemException e) {
      log.fatal(unreachable(e));
    } catch (RefusedByMasterException e) {
      log.fatal(e.getMessage());
    }
    return Program.FAILURE;
  }

  /**
   * {@code -O proxy}: a session of ours over the master's connection, in the connection protocol.
   *
   * @return empty when there is no master, or it does not, which was told
   */
  Optional<ClientSession> proxy(SshClient client) throws IOException {
    try {
      Master master = Master.at(path, config.connectTimeout.get()); // open as long as the session
      master.proxy();
      return Optional.of(client.proxied(master.input(), master.output()));
    } catch (SystemException e) {
      log.fatal(unreachable(e));
    } catch (RefusedByMasterException e) {
      log.fatal("master returned error: " + e.getMessage());
    }
    return Optional.empty();
  }

  private String unreachable(SystemException e) {
    return "Control socket connect(" + Printable.line(path) + "): " + Libc.message(e.errno());
  }

  private static void print(String text) throws IOException {
    StandardStream.stdout().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Runs the program of {@code plan} through the master.
   *
   * @return its exit status; empty when there is no master or it refuses: then this process
   *     connects by itself
   */
  OptionalInt run(SessionPlan plan, String host) throws IOException {
    Optional<Master> found = find();
    if (found.isEmpty()) {
      return OptionalInt.empty();
    }
    if (config.stdinNull.get()) {
      Background.nothingFor(0);
    }
    try (Master master = found.get()) {
      long pid;
      long session;
      // loaded meanwhile: what is typed before the terminal is raw, it shows
      SessionTerminal terminal = terminal(plan);
      Runnable resized = () -> {};
      try {
        if (!forward(master, false)) {
          log.error("master forward request failed");
          return OptionalInt.empty();
        }
        pid = master.alive();
        if (plan.terminal()) {
          // the master has our terminal, but its changes are told to us, and from before it looks
          resized = () -> Libc.call("kill", pid, SIGWINCH);
          Resizes.add(resized);
        }
        session = master.start(asked(plan));
      } catch (RefusedByMasterException e) {
        Resizes.remove(resized);
        log.error(e.of("session"));
        return OptionalInt.empty();
      } catch (IOException e) {
        Resizes.remove(resized);
        log.error("session request failed: " + e.getMessage());
        return OptionalInt.empty();
      }
      return OptionalInt.of(follow(master, session, plan.terminal(), terminal, host));
    }
  }

  /**
   * As {@link #run}, on streams of its own in place of the standard ones.
   *
   * @return empty when there is no master or it refuses: then this process connects by itself
   */
  Optional<PipedSession> pipe(SessionPlan plan) throws IOException {
    Optional<Master> found = find();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Master master = found.get();
    try {
      String software = master.software();
      LentStreams streams = master.lend(asked(plan));
      return Optional.of(
          new PipedSession(software, streams.input(), streams.output(), streams::close));
    } catch (RefusedByMasterException e) {
      log.error(e.of("session"));
    } catch (IOException e) {
      log.error("session request failed: " + e.getMessage());
    }
    master.close();
    return Optional.empty();
  }

  private SessionTerminal terminal(SessionPlan plan) {
    return plan.terminal() && StandardStream.IN.isTerminal() && !Background.isIt()
        ? SessionTerminal.load(log::error)
        : SessionTerminal.none();
  }

  private int follow(
      Master master, long session, boolean terminal, SessionTerminal ours, String host)
      throws IOException {
    Undo.sessionBegins();
    OptionalInt left = leave();
    if (left.isPresent()) {
      return left.getAsInt();
    }
    OptionalInt status;
    try {
      if (terminal) {
        ours.enterRawMode();
      }
      status = master.await(session, ours::restore);
    } finally {
      ours.restore();
    }
    if (terminal) {
      log.info("Shared connection to " + host + " closed.");
    }
    return status.isEmpty() ? Program.FAILURE : status.getAsInt() & 0xff;
  }

  /** Leaves the terminal, where this process is to; the status to end with, empty to go on. */
  private static OptionalInt leave() {
    return Background.isIt() ? Background.detach(false, true, true) : OptionalInt.empty();
  }

  /** As {@link #run} for {@code -W}. */
  OptionalInt connect(Target target) throws IOException {
    Optional<Master> found = find();
    if (found.isEmpty()) {
      return OptionalInt.empty();
    }
    if (config.stdinNull.get()) {
      Background.nothingFor(0);
    }
    try (Master master = found.get()) {
      switch (target) {
        case Target.Tcp(var host, var port) -> master.connectStdio(host, OptionalInt.of(port));
        case Target.Unix(var socket) -> master.connectStdio(socket.toString(), OptionalInt.empty());
      }
      OptionalInt left = leave();
      if (left.isPresent()) {
        return left;
      }
      master.awaitEnd();
      return OptionalInt.of(0);
    } catch (RefusedByMasterException e) {
      log.fatal("Stdio forwarding request failed: " + e.getMessage());
      return OptionalInt.of(Program.FAILURE);
    }
  }

  /**
   * As {@link #connect}, on streams of its own.
   *
   * @return empty when there is no master
   * @throws IOException when it refuses: as ssh, nobody else is asked
   */
  Optional<LentStreams> route(String host, int port) throws IOException {
    Optional<Master> found = find();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(found.get().connect(host, port));
    } catch (IOException e) {
      found.get().close();
      throw new IOException("Stdio forwarding request failed: " + e.getMessage(), e);
    }
  }

  /** Who would be the master does not look for another one. */
  private Optional<Master> find() {
    switch (config.controlMaster.get()) {
      case "false", "auto", "autoask" -> {}
      default -> {
        return Optional.empty();
      }
    }
    try {
      Master master = Master.at(path, config.connectTimeout.get());
      log.release();
      return Optional.of(master);
    } catch (SystemException e) {
      if (e.errno() == ENOENT) {
        log.debug("Control socket \"" + Printable.line(path) + "\" does not exist");
      } else if (e.errno() == ECONNREFUSED && !config.controlMaster.get().equals("false")) {
        log.debug("Stale control socket " + Printable.line(path) + ", unlinking");
        unlink();
      } else {
        log.release();
        log.error(unreachable(e));
      }
    } catch (IOException e) {
      log.release(); // whatever it is, it was asked once
      log.error(Printable.line(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private void unlink() {
    try {
      Files.deleteIfExists(Path.of(path));
    } catch (IOException e) {
      log.debug(Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private Master.Session asked(SessionPlan plan) {
    SessionRequest program = plan.program().orElseThrow();
    byte[] command =
        switch (program) {
          case SessionRequest.Exec(var text) -> text;
          case SessionRequest.Subsystem(var name) -> name.getBytes(StandardCharsets.UTF_8);
          default -> new byte[0];
        };
    List<String> environment =
        plan.variables().stream().map(each -> each.name() + "=" + each.text()).toList();
    return new Master.Session(
        plan.terminal(),
        config.forwardX11.get(),
        !config.forwardAgent.get().equals("no"),
        program instanceof SessionRequest.Subsystem,
        config.escapeChar.get().isNone() ? -1 : config.escapeChar.get().value(),
        plan.terminalType(),
        command,
        environment);
  }

  private List<ForwardSpec> there() {
    return config.clearAllForwardings.get() ? List.of() : config.remoteForward.get();
  }

  private List<ForwardSpec> here() {
    if (config.clearAllForwardings.get()) {
      return List.of();
    }
    return Stream.concat(config.localForward.get().stream(), config.dynamicForward.get().stream())
        .toList();
  }

  /** One that fails does not keep the others from being asked for. */
  private boolean forward(Master master, boolean printsPorts) throws IOException {
    boolean all = true;
    for (ForwardSpec forward : here()) {
      all &= done(() -> master.open(forward, false)).isPresent();
    }
    List<Integer> ports = new ArrayList<>();
    for (ForwardSpec forward : there()) {
      Optional<OptionalInt> port = done(() -> master.open(forward, true));
      all &= port.isPresent();
      port.orElse(OptionalInt.empty()).ifPresent(ports::add);
    }
    for (int port : ports) {
      log.verbose("Allocated port " + port + " for remote forward");
      if (printsPorts) {
        print(port + "\n");
      }
    }
    return all;
  }

  private void cancel(Master master) throws IOException {
    boolean all = true;
    for (ForwardSpec forward : here()) {
      all &= done(() -> cancelled(master, forward, false)).isPresent();
    }
    for (ForwardSpec forward : there()) {
      all &= done(() -> cancelled(master, forward, true)).isPresent();
    }
    if (!all) {
      log.error("master cancel forward request failed"); // and yet a success, as ssh
    }
  }

  private static OptionalInt cancelled(Master master, ForwardSpec forward, boolean remote)
      throws IOException {
    master.cancel(forward, remote);
    return OptionalInt.empty();
  }

  private interface Request {
    OptionalInt run() throws IOException;
  }

  private Optional<OptionalInt> done(Request request) throws IOException {
    try {
      return Optional.of(request.run());
    } catch (RefusedByMasterException e) {
      log.error(e.of("forwarding"));
      return Optional.empty();
    }
  }
}
