package org.sshlite.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.protocol.agent.SessionBinding;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.forward.Originator;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sftp.client.SftpClient;

/** An authenticated connection to one host. Any thread; any number of channels at a time. */
public final class ClientSession implements AutoCloseable {
  /** How long {@link #close} waits for the peer to take the last bytes. */
  private static final long FAREWELL_MILLIS = 1000;

  /** A host announces its keys before it opens a channel; its proof may take a round trip more. */
  private static final Duration KEYS_PROVED = Duration.ofSeconds(5);

  private final Connection connection;

  /** Where nobody has connected to us first, as ssh -W tells it. */
  private static final Originator NOBODY = new Originator("127.0.0.1", 65535, 0);

  private final Optional<HostKeyRotation> rotation;
  private final Forwarding forwarding;
  private final Optional<SessionBinding> binding;
  private final SessionOpenings sessions;

  /**
   * @param rotation empty where the host's other keys are somebody else's matter
   * @param binding empty where no agent is told of the host
   */
  ClientSession(
      Connection connection,
      boolean queuesSessions,
      Optional<HostKeyRotation> rotation,
      Forwarding forwarding,
      Optional<SessionBinding> binding) {
    this.connection = connection;
    this.rotation = rotation;
    this.forwarding = forwarding;
    this.binding = binding;
    this.sessions = new SessionOpenings(connection, queuesSessions);
  }

  /** The connection below. */
  public Connection connection() {
    return connection;
  }

  /**
   * Runs a command and waits for its end. All it writes is kept in memory: for more than that, say
   * where it goes to ({@link Exec#output}), or use {@link #start}.
   *
   * @throws ChannelFailedException when the host has no room for another session
   * @throws RequestFailedException when it does not run the command
   * @throws ConnectionLostException when the connection ends before the command
   * @throws InterruptedIOException when interrupted; the channel is then closed
   */
  public ExecResult exec(String command) throws IOException {
    return exec(Exec.of(command));
  }

  /**
   * As {@link #exec(String)}, with input, a limit, and what else there is.
   *
   * @throws TimeLimitException when it takes longer than it may
   */
  public ExecResult exec(Exec exec) throws IOException {
    return Waiting.orCancel(execAsync(exec));
  }

  /**
   * As {@link #exec(String)}, without waiting. Cancelling it closes the channel; the peer ends the
   * command, or does not.
   */
  public CompletableFuture<ExecResult> execAsync(String command) {
    return execAsync(Exec.of(command));
  }

  /** As {@link #execAsync(String)} and {@link #exec(Exec)}. */
  public CompletableFuture<ExecResult> execAsync(Exec exec) {
    return Execution.run(exec, this::open);
  }

  /**
   * Starts a command whose streams are the caller's: of {@code exec} the command, the environment
   * and the terminal count.
   *
   * @throws ChannelFailedException when there is no room for it
   * @throws RequestFailedException when the host does not start it
   * @throws ConnectionLostException when the connection ends before
   */
  public SessionChannel start(Exec exec) throws IOException {
    return Waiting.orCancel(startAsync(exec));
  }

  /** As {@link #start}, without waiting. */
  public CompletableFuture<SessionChannel> startAsync(Exec exec) {
    return starting(channel -> Execution.start(channel, exec));
  }

  /**
   * Starts the user's shell on a terminal. Its streams are the terminal's.
   *
   * @throws SshException as {@link #start}
   */
  public SessionChannel shell(PseudoTerminal terminal) throws IOException {
    return Waiting.orCancel(shellAsync(terminal));
  }

  /** As {@link #shell}, without waiting. */
  public CompletableFuture<SessionChannel> shellAsync(PseudoTerminal terminal) {
    return program(Optional.of(terminal), new SessionRequest.Shell(), "start a shell");
  }

  /**
   * Starts a subsystem, RFC 4254 §6.5.
   *
   * @throws SshException as {@link #start}
   */
  public SessionChannel subsystem(String name) throws IOException {
    return Waiting.orCancel(subsystemAsync(name));
  }

  /** As {@link #subsystem}, without waiting. */
  public CompletableFuture<SessionChannel> subsystemAsync(String name) {
    return program(
        Optional.empty(),
        new SessionRequest.Subsystem(name),
        "start the subsystem " + Printable.line(name));
  }

  private CompletableFuture<SessionChannel> program(
      Optional<PseudoTerminal> terminal, SessionRequest request, String what) {
    return starting(channel -> Execution.start(channel, terminal, Map.of(), request, what));
  }

  /** A channel that nobody waits for any more is closed. */
  private CompletableFuture<SessionChannel> starting(
      Function<SessionChannel, CompletableFuture<SessionChannel>> start) {
    CompletableFuture<SessionChannel> opened = open();
    CompletableFuture<SessionChannel> started = Failures.typed(opened.thenCompose(start));
    started.whenComplete(
        (_, _) -> {
          if (started.isCancelled() && !opened.cancel(false)) {
            opened.thenAccept(SessionChannel::close);
          }
        });
    return started;
  }

  private static void drain(java.io.InputStream in) throws IOException {
    Threads.virtual(
        "sftp-stderr",
        () -> {
          try {
            in.transferTo(OutputStream.nullOutputStream());
          } catch (IOException _) {
            return; // the channel is over, which its other stream tells
          }
        });
  }

  /** Opens a session channel for one program, which is then asked for by requests. */
  public CompletableFuture<SessionChannel> open() {
    return sessions.open();
  }

  /** What is forwarded over this connection: nothing, until it is asked for there. */
  public Forwarding forwarding() {
    return forwarding;
  }

  /**
   * Offers an agent to the host: from now on, who connects there to what {@code
   * auth-agent-req@openssh.com} on a session has made gets through to it. The agent is told that it
   * is forwarded, and whereto.
   *
   * @param socket where it listens
   */
  public void offerAgent(Path socket) {
    forwarding.offerAgent(socket, binding.map(SessionBinding::forwarding).orElse(new byte[0]));
  }

  /**
   * Connects from the host to {@code target}, RFC 4254 §7.2.
   *
   * @return a channel whose streams are the connection's; exceptionally completed with a {@link
   *     ChannelFailedException} that says why not
   */
  public CompletableFuture<Channel> open(Target target) {
    return Failures.typed(connection.open(Forwarding.opening(target, NOBODY), () -> {}));
  }

  /**
   * Connects from the host to {@code target}, RFC 4254 §7.2, and waits for that.
   *
   * @throws ChannelFailedException when the host does not, or cannot
   */
  public TargetChannel connect(Target target) throws IOException {
    return Waiting.orCancel(connectAsync(target));
  }

  /** As {@link #connect}, without waiting. */
  public CompletableFuture<TargetChannel> connectAsync(Target target) {
    CompletableFuture<Channel> opened = open(target);
    CompletableFuture<TargetChannel> result = opened.thenApply(TargetChannel::new);
    result.whenComplete(
        (_, _) -> {
          if (result.isCancelled()) {
            opened.thenAccept(Channel::close);
          }
        });
    return result;
  }

  /**
   * Opens the host's files: the subsystem sftp on a channel of its own, which closing them closes.
   *
   * @throws RequestFailedException when the host does not serve files
   */
  public SftpClient files() throws IOException {
    SessionChannel channel = subsystem("sftp");
    try {
      // what it says beside the protocol must not fill its window
      drain(channel.stderr());
      return SftpClient.open(channel.stdout(), channel.stdin(), channel.peer().software());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** As {@link #files}, without waiting. */
  public CompletableFuture<SftpClient> filesAsync() {
    return Waiting.async("ssh-files", this::files, SftpClient::close);
  }

  /**
   * Nobody is asked about host keys (UpdateHostKeys=ask) after this, for the terminal is about to
   * be somebody else's. Waits for the answer to a question that is open.
   */
  public void endQuestions() {
    rotation.ifPresent(keys -> keys.endQuestions(KEYS_PROVED));
  }

  /** As {@link #close}, without waiting. */
  public CompletableFuture<Void> closeAsync() {
    return Waiting.async(
        "ssh-close",
        () -> {
          close();
          return null;
        },
        _ -> {});
  }

  /** Disconnects in good order, and waits a little for that. */
  @Override
  public void close() {
    rotation.ifPresent(keys -> keys.settle(Duration.ofMillis(FAREWELL_MILLIS)));
    connection.disconnect("disconnected by user");
    try {
      connection.ended().completeOnTimeout(null, FAREWELL_MILLIS, TimeUnit.MILLISECONDS).join();
    } catch (RuntimeException _) {
      return; // it is over, whichever way
    }
  }
}
