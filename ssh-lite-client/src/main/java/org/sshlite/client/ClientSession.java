package org.sshlite.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sshlite.client.agent.SessionBinding;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.forward.Originator;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.message.SessionRequest;
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

  private final HostKeyRotation rotation;
  private final Forwarding forwarding;
  private final SessionBinding binding;

  ClientSession(
      Connection connection,
      HostKeyRotation rotation,
      Forwarding forwarding,
      SessionBinding binding) {
    this.connection = connection;
    this.rotation = rotation;
    this.forwarding = forwarding;
    this.binding = binding;
  }

  /** The connection below. */
  public Connection connection() {
    return connection;
  }

  /**
   * Runs a command and waits for its end. All it writes is kept in memory: for more than that, use
   * {@link #open}.
   *
   * @throws IOException when the peer does not run it, or the connection ends
   * @throws InterruptedIOException when interrupted; the channel is then closed
   */
  public ExecResult exec(String command) throws IOException {
    CompletableFuture<ExecResult> result = execAsync(command);
    try {
      return Waiting.on(result);
    } catch (InterruptedIOException e) {
      result.cancel(false);
      throw e;
    }
  }

  /**
   * As {@link #exec}, without waiting. Cancelling it closes the channel; the peer ends the command,
   * or does not.
   */
  public CompletableFuture<ExecResult> execAsync(String command) {
    CompletableFuture<SessionChannel> opened = open();
    CompletableFuture<ExecResult> result = opened.thenCompose(channel -> run(channel, command));
    result.whenComplete(
        (_, _) -> {
          if (result.isCancelled()) {
            opened.thenAccept(SessionChannel::close);
          }
        });
    return result;
  }

  private static CompletableFuture<ExecResult> run(SessionChannel channel, String command) {
    CompletableFuture<byte[]> stdout = readAll(channel.stdout());
    CompletableFuture<byte[]> stderr = readAll(channel.stderr());
    return channel
        .request(new SessionRequest.Exec(command))
        .thenCompose(
            started -> {
              if (!started) {
                channel.close();
                IOException refused = new IOException("the peer refused to run the command");
                // nobody waits for the end of what the peer may never close
                stdout.completeExceptionally(refused);
                stderr.completeExceptionally(refused);
                return CompletableFuture.failedFuture(refused);
              }
              closeQuietly(channel);
              return channel.exitInGoodOrder();
            })
        .thenCombine(stdout, (exit, out) -> new ExecResult(exit, out, new byte[0]))
        .thenCombine(stderr, (result, err) -> new ExecResult(result.exit(), result.stdout(), err));
  }

  private static void closeQuietly(SessionChannel channel) {
    try {
      channel.stdin().close();
    } catch (IOException _) {
      return; // the channel is over, which exit() tells
    }
  }

  private static void drain(java.io.InputStream in) {
    Thread.ofVirtual()
        .name("sftp-stderr")
        .start(
            () -> {
              try {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException _) {
                return; // the channel is over, which its other stream tells
              }
            });
  }

  private static CompletableFuture<byte[]> readAll(java.io.InputStream in) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("ssh-exec-output")
        .start(
            () -> {
              try {
                all.complete(in.readAllBytes());
              } catch (IOException e) {
                all.completeExceptionally(e);
              }
            });
    return all;
  }

  /** Opens a session channel for one program, which is then asked for by requests. */
  public CompletableFuture<SessionChannel> open() {
    return SessionChannel.open(this);
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
    forwarding.offerAgent(socket, binding.forwarding());
  }

  /**
   * Connects from the host to {@code target}, RFC 4254 §7.2.
   *
   * @return a channel whose streams are the connection's; exceptionally completed with a {@link
   *     org.sshlite.protocol.connection.ChannelRefusedException} that says why not
   */
  public CompletableFuture<Channel> open(Target target) {
    return connection.open(Forwarding.opening(target, NOBODY), () -> {});
  }

  /**
   * Opens the host's files: the subsystem sftp on a channel of its own, which closing them closes.
   *
   * @throws IOException when the host does not serve files
   */
  public SftpClient files() throws IOException {
    SessionChannel channel = Waiting.on(open());
    try {
      if (!Waiting.on(channel.request(new SessionRequest.Subsystem("sftp")))) {
        throw new IOException("subsystem request failed");
      }
      // what it says beside the protocol must not fill its window
      drain(channel.stderr());
      return SftpClient.open(channel.stdout(), channel.stdin());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Nobody is asked about host keys (UpdateHostKeys=ask) after this, for the terminal is about to
   * be somebody else's. Waits for the answer to a question that is open.
   */
  public void endQuestions() {
    rotation.endQuestions(KEYS_PROVED);
  }

  /** Disconnects in good order, and waits a little for that. */
  @Override
  public void close() {
    rotation.settle(Duration.ofMillis(FAREWELL_MILLIS));
    connection.disconnect("disconnected by user");
    try {
      connection.ended().completeOnTimeout(null, FAREWELL_MILLIS, TimeUnit.MILLISECONDS).join();
    } catch (RuntimeException _) {
      return; // it is over, whichever way
    }
  }
}
