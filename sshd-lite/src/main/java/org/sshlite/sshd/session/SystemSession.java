package org.sshlite.sshd.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.config.LogLevel;
import org.sshlite.protocol.config.StderrLog;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.SessionHandler;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.sshd.auth.Login;
import org.sshlite.sshd.config.ServerConfig;
import org.sshlite.sshd.config.Settings;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Child;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.process.Pty;

/** One session channel with a process of the operating system behind it, RFC 4254 §6. */
final class SystemSession implements SessionHandler {
  // as OpenSSH
  private static final int MOST_VARIABLES = 128;

  private final Channel channel;
  private final Login login;
  private final ServerConfig config;
  private final Account account;
  private final Login.Addresses addresses;
  private final StderrLog log;
  private final Runnable onClosed;

  private record Variable(String name, byte[] value) {}

  private final List<Variable> sent = new ArrayList<>();
  private String terminalType = "";
  private @Nullable Pty pty;
  private @Nullable RunningChild running;
  private boolean signalsAllowed = true;

  SystemSession(
      Channel channel,
      Login login,
      Account account,
      Login.Addresses addresses,
      StderrLog log,
      Runnable onClosed) {
    this.channel = channel;
    this.login = login;
    this.config = login.config();
    this.account = account;
    this.addresses = addresses;
    this.log = log;
    this.onClosed = onClosed;
  }

  @Override
  public boolean request(SessionRequest request) {
    return switch (request) {
      case SessionRequest.PtyRequest wanted -> openPty(wanted);
      case SessionRequest.Env(var name, var value) -> variable(name, value);
      case SessionRequest.Shell() -> start(null, "shell");
      case SessionRequest.Exec(var command) -> start(command, "command");
      case SessionRequest.Subsystem(var name) -> subsystem(name);
      case SessionRequest.WindowChange change -> resize(change);
      case SessionRequest.Signal(var name) -> signal(name);
      case SessionRequest.Break _ -> sendBreak();
      default -> false;
    };
  }

  private boolean openPty(SessionRequest.PtyRequest wanted) {
    if (!config.get(Settings.PERMIT_TTY) || !login.grant().pty()) {
      log.debug("Allocating a pty not permitted for this connection.");
      return false;
    }
    if (pty != null || running != null) {
      return false;
    }
    Pty opened = null;
    try {
      opened = Pty.open();
      opened.modes(wanted.modes().arguments());
      opened.resize(wanted.columns(), wanted.rows(), wanted.widthPixels(), wanted.heightPixels());
      pty = opened;
      terminalType = wanted.terminal();
      return true;
    } catch (IOException e) {
      log.error("openpty: " + e.getMessage());
      if (opened != null) {
        opened.close();
      }
      return false;
    }
  }

  private boolean variable(String name, byte[] value) {
    boolean accepted =
        sent.size() < MOST_VARIABLES
            && !name.isEmpty()
            && name.indexOf('=') < 0
            && config.get(Settings.ACCEPT_ENV).stream()
                .anyMatch(pattern -> new Wildcard(pattern).matches(name));
    if (accepted) {
      sent.add(new Variable(name, value));
    } else {
      log.log(LogLevel.DEBUG2, "Ignoring env request " + Printable.line(name));
    }
    return accepted;
  }

  private boolean subsystem(String name) {
    String command = config.get(Settings.SUBSYSTEM).get(name);
    if (command == null) {
      log.info(
          "subsystem request for "
              + Printable.line(name)
              + " by user "
              + Printable.line(login.user())
              + " failed, subsystem not found");
      return false;
    }
    signalsAllowed = false;
    return start(command.getBytes(StandardCharsets.UTF_8), "subsystem '" + name + "'");
  }

  /**
   * @param asked null for a shell
   * @param kind for the log; commands themselves are not logged, they are the user's own business
   */
  private boolean start(byte @Nullable [] asked, String kind) {
    if (running != null) {
      return false;
    }
    Optional<String> forced =
        Optional.of(config.get(Settings.FORCE_COMMAND))
            .filter(command -> !command.isEmpty())
            .or(() -> login.grant().command());
    byte[] command = forced.map(c -> c.getBytes(StandardCharsets.UTF_8)).orElse(asked);
    signalsAllowed &= forced.isEmpty();
    try {
      Command started =
          new Command(
              account.shell(),
              arguments(command),
              environment(forced.isPresent() ? asked : null),
              directory());
      Child child = pty == null ? Child.spawn(started) : Child.spawn(started, pty);
      logStart(forced.map(c -> "forced-command '" + Printable.line(c) + "'").orElse(kind));
      RunningChild joined = new RunningChild(channel, child, pty != null);
      joined.start();
      running = joined;
      return true;
    } catch (IOException | IllegalArgumentException e) {
      log.error(account.shell() + ": " + e.getMessage());
      return false;
    }
  }

  private void logStart(String kind) {
    log.verbose(
        "Starting session: %s%s for %s from %s port %d"
            .formatted(
                kind,
                pty == null ? "" : " on " + pty.path().replaceFirst("^/dev/", ""),
                Printable.line(login.user()),
                addresses.remote(),
                addresses.remotePort()));
  }

  /**
   * A login shell has a minus sign in front of its name; a command is the shell's to take apart.
   */
  private List<byte[]> arguments(byte @Nullable [] command) {
    String shell = account.shell().substring(account.shell().lastIndexOf('/') + 1);
    if (command == null) {
      return List.of(("-" + shell).getBytes(StandardCharsets.UTF_8));
    }
    return List.of(
        shell.getBytes(StandardCharsets.UTF_8), "-c".getBytes(StandardCharsets.UTF_8), command);
  }

  /**
   * @param original the command that a forced one takes the place of
   */
  private List<byte[]> environment(byte @Nullable [] original) {
    SessionEnvironment environment = new SessionEnvironment();
    sent.forEach(variable -> environment.put(variable.name(), variable.value()));
    environment.putAccount(account);
    if (!terminalType.isEmpty()) {
      environment.put("TERM", terminalType);
    }
    environment.putAll(config.get(Settings.SET_ENV));
    environment.putConnection(addresses);
    if (pty != null) {
      environment.put("SSH_TTY", pty.path());
    }
    if (original != null) {
      environment.put("SSH_ORIGINAL_COMMAND", original);
    }
    return environment.entries();
  }

  private String directory() {
    Path home = Path.of(account.home());
    if (Files.isDirectory(home) && Files.isExecutable(home)) {
      return account.home();
    }
    log.info("Could not chdir to home directory " + home);
    return "/";
  }

  private boolean resize(SessionRequest.WindowChange change) {
    if (pty == null) {
      return false;
    }
    try {
      pty.resize(change.columns(), change.rows(), change.widthPixels(), change.heightPixels());
      return true;
    } catch (IOException e) {
      log.debug("window-change: " + e.getMessage());
      return false;
    }
  }

  private boolean signal(String name) {
    // what a forced command or a subsystem does is not the client's to end: as OpenSSH
    return running != null && signalsAllowed && running.signal(name);
  }

  private boolean sendBreak() {
    if (pty == null) {
      return false;
    }
    try {
      pty.sendBreak();
      return true;
    } catch (IOException e) {
      log.debug("break: " + e.getMessage());
      return false;
    }
  }

  @Override
  public void closed() {
    try {
      if (running != null) {
        running.close();
      } else if (pty != null) {
        pty.close();
      }
    } finally {
      onClosed.run();
    }
  }
}
