package org.sshlite.sshd.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.permit.SessionPermit;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.process.Pty;
import org.sshlite.sshd.process.RcScript;

/**
 * The process of a session as it is to be started: program, arguments, environment and folder,
 * sshd(8) LOGIN PROCESS. Whether and which one is started is the session's to say. One thread at a
 * time.
 */
final class SessionCommand {
  private static final String PASSWD = "/usr/bin/passwd";
  private static final Path SYSTEM_RC = Path.of("/etc/ssh/sshrc");
  private static final Logger LOG = System.getLogger("session");

  private record Variable(String name, byte[] value) {}

  private final SessionRules rules;
  private final Account account;
  private final Actor actor;
  private final ConnectionEnds ends;
  private final SessionForwards forwards;
  private final List<Variable> sent = new ArrayList<>();
  private final VariableRoom room;
  private final StringBuilder complaints = new StringBuilder();
  private String terminalType = "";
  private @Nullable Pty pty;
  private SessionForwards.@Nullable Display display;

  SessionCommand(
      SessionRules rules, Account account, ConnectionEnds ends, SessionForwards forwards) {
    this.rules = rules;
    this.account = account;
    this.actor = Actor.of(account);
    this.room = rules.variables();
    this.ends = ends;
    this.forwards = forwards;
  }

  /** It has a terminal. */
  void terminal(Pty opened, String type) {
    pty = opened;
    terminalType = type;
  }

  /** X11 is forwarded for it. */
  void display(SessionForwards.Display opened) {
    display = opened;
  }

  /** What the client wants in its environment; false where it may not. */
  boolean variable(String name, byte[] value) {
    boolean accepted = rules.permit().session().accepts(name) && room.take(name, value);
    if (accepted) {
      sent.add(new Variable(name, value));
    } else {
      LOG.log(Level.TRACE, "Ignoring env request " + Printable.line(name));
    }
    return accepted;
  }

  /** It has been started, or will not be. */
  void over() {
    sent.clear();
    room.close();
  }

  /**
   * The user's shell. Files are looked at, and written, as him.
   *
   * @param command that it runs; null to be a login shell
   * @param original the command that a forced one takes the place of
   * @param subsystem whether it was asked for as one
   */
  Command shell(byte @Nullable [] command, byte @Nullable [] original, boolean subsystem)
      throws IOException {
    Optional<RcScript> rc = rc(subsystem);
    if (display != null && rc.isEmpty()) {
      display.authorize(actor);
    }
    return within(
        new Command(account.shell(), arguments(command), environment(original), directory())
            .after(rc));
  }

  /** For one who may do nothing but change his password: no shell is between. */
  Command passwd() {
    return within(
        new Command(PASSWD, List.of("passwd".getBytes(UTF_8)), environment(null), directory()));
  }

  /** The command as a part of the user's login. */
  private Command within(Command command) {
    return rules.login().map(command::within).orElseGet(() -> actor.command(command));
  }

  /** As sshd: what all have to do is done for subsystems, too; what a user has written is not. */
  private Optional<RcScript> rc(boolean subsystem) throws IOException {
    if (!RcScript.supported()) {
      return Optional.empty();
    }
    String input = display == null ? "" : display.authorization();
    if (!subsystem && rules.permit().session().userRc() && hasRc()) {
      return Optional.of(RcScript.ofUser(input));
    }
    return Files.exists(SYSTEM_RC)
        ? Optional.of(RcScript.ofSystem(SYSTEM_RC.toString(), input))
        : Optional.empty();
  }

  private boolean hasRc() throws IOException {
    return actor.finds(Path.of(account.home(), ".ssh", "rc"));
  }

  /**
   * A login shell has a minus sign in front of its name; a command is the shell's to take apart.
   */
  private List<byte[]> arguments(byte @Nullable [] command) {
    String shell = account.shell().substring(account.shell().lastIndexOf('/') + 1);
    if (command == null) {
      return List.of(("-" + shell).getBytes(UTF_8));
    }
    return List.of(shell.getBytes(UTF_8), "-c".getBytes(UTF_8), command);
  }

  private List<byte[]> environment(byte @Nullable [] original) {
    SessionEnvironment environment = new SessionEnvironment();
    sent.forEach(variable -> environment.put(variable.name(), variable.value()));
    environment.putAccount(account, rules.login().isPresent());
    if (!terminalType.isEmpty()) {
      environment.put("TERM", terminalType);
    }
    forwards.agentSocket().ifPresent(socket -> environment.put("SSH_AUTH_SOCK", socket));
    if (display != null) {
      environment.put("DISPLAY", display.name());
    }
    SessionPermit permit = rules.permit().session();
    complaints.setLength(0); // of one that could not be started
    environment.putAll(new UserVariables(permit, actor).read(this::complain));
    rules.login().ifPresent(login -> environment.putModules(login.environment()));
    environment.putAll(permit.environment());
    environment.putConnection(ends);
    rules.authInfo().ifPresent(file -> environment.put("SSH_USER_AUTH", file));
    if (pty != null) {
      environment.put("SSH_TTY", pty.path());
    }
    if (original != null) {
      environment.put("SSH_ORIGINAL_COMMAND", original);
    }
    return environment.entries();
  }

  private void complain(String line) {
    complaints.append(line).append('\n');
  }

  /** What its user is told on standard error, whole lines: known once there is a command. */
  String complaints() {
    return complaints.toString();
  }

  /** Where it begins. */
  String directory() {
    if (actor.isAnother()) {
      return account.home(); // whether he can enter it is found out as him
    }
    Path home = Path.of(account.home());
    if (Files.isDirectory(home) && Files.isExecutable(home)) {
      return account.home();
    }
    LOG.log(Level.INFO, "Could not chdir to home directory " + home);
    return "/";
  }
}
