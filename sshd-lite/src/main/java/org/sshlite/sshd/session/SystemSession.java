package org.sshlite.sshd.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.permit.ForcedCommand;
import org.sshlite.sshd.permit.Refusal;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Child;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.process.Pty;
import org.sshlite.sshd.recording.Recording;

/** One session channel with a process of the operating system behind it, RFC 4254 §6. */
public final class SystemSession implements ChannelHandler {
  private static final Logger LOG = System.getLogger("session");
  private static final Logger VERBOSE = System.getLogger("session.verbose");

  private final Channel channel;
  private final SessionRules rules;
  private final Account account;
  private final Actor actor;
  private final ConnectionEnds ends;
  private final SessionForwards forwards;
  private final Executor threads;

  private final SessionCommand command;
  private @Nullable Pty pty;
  private SessionForwards.@Nullable Display display;
  private @Nullable Running running;

  /** Its recording is full. */
  private volatile boolean unseen;

  private Recording recording = Recording.NONE;
  private boolean signalsAllowed = true;
  private boolean subsystem;
  private Runnable logout = () -> {};
  private volatile Optional<String> kind = Optional.empty();

  /**
   * @param account that the session runs as; where it is not the server's own, that must be root's
   */
  public SystemSession(Channel channel, SessionRules rules, Account account, ConnectionEnds ends) {
    this(channel, rules, account, ends, SessionForwards.NONE);
  }

  /**
   * @param forwards of its connection
   */
  public SystemSession(
      Channel channel,
      SessionRules rules,
      Account account,
      ConnectionEnds ends,
      SessionForwards forwards) {
    this(channel, rules, account, ends, forwards, SessionThreads.shared());
  }

  /**
   * @param threads for the process's streams and its exit, which wait in calls of the system
   */
  public SystemSession(
      Channel channel,
      SessionRules rules,
      Account account,
      ConnectionEnds ends,
      SessionForwards forwards,
      Executor threads) {
    this.channel = channel;
    this.rules = rules;
    this.account = account;
    this.actor = Actor.of(account);
    this.ends = ends;
    this.forwards = forwards;
    this.threads = threads;
    this.command = new SessionCommand(rules, account, ends, forwards);
  }

  /** What runs, as ChannelTimeout calls it: {@code shell}; empty as long as nothing does. */
  public Optional<String> kind() {
    return kind;
  }

  @Override
  public boolean request(SessionRequest request) {
    boolean done = !unseen && RequestTexts.fit(request) && handled(request);
    if (running != null) {
      command.over();
    }
    return done;
  }

  private boolean handled(SessionRequest request) {
    return switch (request) {
      case SessionRequest.Shell(), SessionRequest.Exec _, SessionRequest.Subsystem _
          when rules.passwordExpired() ->
          changePassword(request);
      case SessionRequest.PtyRequest wanted -> openPty(wanted);
      case SessionRequest.Env(var name, var value) ->
          running == null && command.variable(name, value);
      case SessionRequest.Shell() -> is("shell") && start(null, "shell");
      case SessionRequest.Exec(var asked) -> is("command") && start(asked, "command");
      case SessionRequest.Subsystem(var name) -> subsystem(name);
      case SessionRequest.WindowChange change -> resize(change);
      case SessionRequest.Signal(var name) -> signal(name);
      case SessionRequest.Break _ -> sendBreak();
      case SessionRequest.AuthAgentRequest() -> running == null && forwards.agent();
      case SessionRequest.X11Request wanted -> openDisplay(wanted);
      default -> false;
    };
  }

  private boolean openPty(SessionRequest.PtyRequest wanted) {
    Optional<Refusal> refusal = rules.permit().session().refusesTerminal();
    if (refusal.isPresent()) {
      LOG.log(Level.DEBUG, refusal.get().log());
      return false;
    }
    if (pty != null || running != null) {
      return false;
    }
    Pty opened = null;
    try {
      opened = Pty.open();
      opened.giveTo(account);
      opened.modes(wanted.modes().arguments());
      opened.resize(wanted.columns(), wanted.rows(), wanted.widthPixels(), wanted.heightPixels());
      // who is to be recorded has no terminal where he cannot be
      recording =
          rules
              .recordings()
              .begin(
                  rules.user(),
                  wanted.columns(),
                  wanted.rows(),
                  wanted.terminal(),
                  this::recordedNoMore);
      pty = opened;
      command.terminal(opened, wanted.terminal());
      return true;
    } catch (IOException e) {
      LOG.log(Level.ERROR, "openpty: " + e.getMessage());
      return false;
    } finally {
      if (opened != null && pty == null) {
        opened.close();
      }
    }
  }

  /** A disk that is full may be anybody's doing; a recording that is, this user's. */
  private void recordedNoMore(IOException reason) {
    LOG.log(
        Level.ERROR,
        "no more is recorded of a session of %s: %s"
            .formatted(Printable.line(rules.user()), reason.getMessage()));
    if (reason instanceof Recording.FullException) {
      unseen = true; // what is asked for already begins nothing
      channel.abort();
      dropWhatIsTyped(); // abort leaves what came before it
      if (running instanceof RunningChild child) {
        child.kill(); // it would go on unseen until the peer reads CLOSE and answers
      }
    }
  }

  private void dropWhatIsTyped() {
    try {
      channel.input().close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing what is typed: " + e.getMessage());
    }
  }

  private boolean openDisplay(SessionRequest.X11Request wanted) {
    if (display != null || running != null) {
      return false;
    }
    Optional<SessionForwards.Display> opened = forwards.display(wanted);
    display = opened.orElse(null);
    opened.ifPresent(command::display);
    return opened.isPresent();
  }

  private boolean is(String what) {
    if (running != null) {
      return false;
    }
    kind = Optional.of(what);
    return true;
  }

  private boolean subsystem(String name) {
    String line = rules.subsystems().get(name);
    if (line == null) {
      LOG.log(
          Level.INFO,
          "subsystem request for %s by user %s failed, subsystem not found"
              .formatted(Printable.line(name), Printable.line(rules.user())));
      return false;
    }
    if (!is("subsystem:" + name)) {
      return false;
    }
    signalsAllowed = false;
    subsystem = true;
    String kind = "subsystem '" + name + "'";
    return rules.permit().session().forcedCommand().isEmpty() && InternalSftp.isNamedBy(line)
        ? startInside(kind, sftp(line))
        : start(line.getBytes(UTF_8), kind);
  }

  /** What is forced serves those who ask for a subsystem, whichever it is, and nobody else. */
  private boolean forceSftp(ForcedCommand forced) {
    boolean terminal = pty != null;
    return startInside(
        forced.toString(),
        subsystem ? sftp(forced.line()) : asked -> InternalSftp.refuse(asked, terminal));
  }

  private RunningSubsystem.Subsystem sftp(String line) {
    // as sshd: that there is no home in a root of one's own is nothing to complain about
    String home = rules.chroot().isPresent() ? account.home() : command.directory();
    return new InternalSftp(
        line, account, home, rules.chroot(), ends, rules.transfers(), rules.handles());
  }

  private boolean startInside(String kind, RunningSubsystem.Subsystem inside) {
    if (running != null) {
      return false;
    }
    try {
      running = RunningSubsystem.start(channel, actor, InternalSftp.NAME, inside);
      logStart(kind);
      return true;
    } catch (IOException e) {
      LOG.log(Level.ERROR, InternalSftp.NAME + ": " + e.getMessage());
      return false;
    }
  }

  /** No shell is between, which could do what it wants: as sshd. */
  private boolean changePassword(SessionRequest request) {
    if (running != null) {
      return false;
    }
    String warning = "WARNING: Your password has expired.\n";
    // with a root of his own a process would have the whole machine
    if (pty == null || rules.chroot().isPresent()) {
      String text = warning + "Password change required but no TTY available.\n";
      return new NoLoginSession(channel, channel.extendedOutput(), () -> text, 1, pty != null)
          .request(request);
    }
    return run(
        command.passwd(),
        "password change",
        (request instanceof SessionRequest.Shell ? welcome() : "")
            + warning
            + "You must change your password now and log in again!\n");
  }

  /** What one is told who has asked for a shell. */
  private String welcome() {
    return rules.welcome().text(actor, pty != null, rules.login());
  }

  private boolean run(Command wanted, String kind, String welcome) {
    try {
      if (pty != null) {
        logout = rules.welcome().announce(entry(0));
      }
      Child child = pty == null ? Child.spawn(wanted) : Child.spawn(wanted, pty);
      RunningChild joined = join(child, welcome);
      // before all else: whatever fails then, what there is of it is closed all the same
      running = joined;
      logStart(kind);
      if (pty != null) {
        logout = rules.welcome().record(entry(child.pid()));
      }
      joined.start();
      return true;
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(Level.ERROR, wanted.program() + ": " + e.getMessage());
      if (running == null) {
        logout.run();
        logout = () -> {};
      }
      return false;
    }
  }

  private RunningChild join(Child child, String welcome) {
    try {
      return new RunningChild(
          channel, child, pty != null, welcome, command.complaints(), threads, recording);
    } catch (RuntimeException | Error e) {
      child.close();
      throw e;
    }
  }

  /**
   * @param asked null for a shell
   * @param kind for the log; commands themselves are not logged, they are the user's own business
   */
  private boolean start(byte @Nullable [] asked, String kind) {
    if (running != null) {
      return false;
    }
    Optional<ForcedCommand> forced = rules.permit().session().forced();
    if (forced.map(ForcedCommand::line).filter(InternalSftp::isNamedBy).isPresent()) {
      return forceSftp(forced.get());
    }
    if (rules.chroot().isPresent()) {
      // a process would have the whole machine
      LOG.log(
          Level.ERROR,
          "refused a %s for %s: with ChrootDirectory there is internal-sftp and nothing else"
              .formatted(kind, Printable.line(rules.user())));
      return false;
    }
    byte[] line = forced.map(each -> each.line().getBytes(UTF_8)).orElse(asked);
    signalsAllowed &= forced.isEmpty();
    try {
      return run(
          command.shell(line, forced.isPresent() ? asked : null, subsystem),
          forced.map(ForcedCommand::toString).orElse(kind),
          line == null ? welcome() : "");
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(Level.ERROR, account.shell() + ": " + e.getMessage());
      return false;
    }
  }

  private LoginRecords.Entry entry(int pid) {
    return new LoginRecords.Entry(account, pid, terminal(), ends.host(), ends.remote());
  }

  /** Its name without its folder. */
  private String terminal() {
    return pty == null ? "" : pty.path().replaceFirst("^/dev/", "");
  }

  private void logStart(String kind) {
    VERBOSE.log(
        Level.INFO,
        () ->
            "Starting session: %s%s for %s from %s port %d id %d"
                .formatted(
                    kind,
                    pty == null ? "" : " on " + terminal(),
                    Printable.line(rules.user()),
                    ends.remote(),
                    ends.remotePort(),
                    rules.id()));
  }

  private boolean resize(SessionRequest.WindowChange change) {
    if (pty == null) {
      return false;
    }
    try {
      pty.resize(change.columns(), change.rows(), change.widthPixels(), change.heightPixels());
      recording.resized(change.columns(), change.rows());
      return true;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "window-change: " + e.getMessage());
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
      LOG.log(Level.DEBUG, "break: " + e.getMessage());
      return false;
    }
  }

  @Override
  public void closed() {
    command.over();
    if (display != null) {
      display.close();
    }
    try {
      if (running != null) {
        running.close();
      }
    } finally {
      logout.run();
      if (pty != null && !(running instanceof RunningChild)) {
        pty.close();
      }
      recording.close();
    }
  }
}
