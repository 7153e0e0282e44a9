package org.sshlite.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/** One command, from the opening of its channel to its result. Never on the loop. */
final class Execution {
  /**
   * What a command that runs too long gets first: sshd passes it on, the channel's end it does not.
   */
  private static final String STOP = "TERM";

  /**
   * What a command with half an input has to die of the signal before its channel's end, which may
   * look like the end of its input: a host need not do the one before it sees to the other.
   */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Of input: as much as comes in a packet. */
  private static final int PIECE = 32 * 1024;

  private final Exec exec;
  private final CompletableFuture<SessionChannel> opened;
  private volatile boolean halfInput;

  private Execution(Exec exec, CompletableFuture<SessionChannel> opened) {
    this.exec = exec;
    this.opened = opened;
  }

  /** Cancelling it ends the command. */
  static CompletableFuture<ExecResult> run(
      Exec exec, Supplier<CompletableFuture<SessionChannel>> sessions) {
    return new Execution(exec, sessions.get()).run();
  }

  private CompletableFuture<ExecResult> run() {
    CompletableFuture<ExecResult> ended =
        opened.thenCompose(channel -> start(channel, exec)).thenCompose(this::converse);
    exec.limit().ifPresent(limit -> ended.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS));
    CompletableFuture<ExecResult> result =
        ended.exceptionallyCompose(
            e ->
                CompletableFuture.failedFuture(
                    e instanceof TimeoutException
                        ? new TimeLimitException(exec.limit().orElseThrow())
                        : Failures.of(e)));
    result.whenComplete(
        (_, failure) -> {
          if (failure != null) {
            stop();
          }
        });
    return result;
  }

  private void stop() {
    if (!opened.cancel(false)) {
      opened.thenAccept(
          channel -> {
            channel.signal(STOP);
            if (halfInput) {
              channel
                  .exit()
                  .completeOnTimeout(new Exit.Unknown(), GRACE.toMillis(), TimeUnit.MILLISECONDS)
                  .thenRun(channel::close);
            } else {
              channel.close();
            }
          });
    }
  }

  /**
   * Asks for what the command needs, and for the command.
   *
   * @return fails when the host does not do it; the channel is closed then
   */
  static CompletableFuture<SessionChannel> start(SessionChannel channel, Exec exec) {
    return start(
        channel,
        exec.terminal(),
        exec.environment(),
        new SessionRequest.Exec(exec.command()),
        "run the command");
  }

  /**
   * As {@link #start(SessionChannel, Exec)}, for any program.
   *
   * @param what it is that the host may refuse
   */
  static CompletableFuture<SessionChannel> start(
      SessionChannel channel,
      Optional<PseudoTerminal> terminal,
      Map<String, String> environment,
      SessionRequest program,
      String what) {
    CompletableFuture<Boolean> onTerminal =
        terminal
            .map(asked -> channel.request(asked.request()))
            .orElseGet(() -> CompletableFuture.completedFuture(true));
    environment.forEach((name, value) -> channel.send(new SessionRequest.Env(name, value)));
    CompletableFuture<Boolean> running = channel.request(program);
    return onTerminal.thenCompose(
        given ->
            running.thenCompose(
                runs -> {
                  if (given && runs) {
                    return CompletableFuture.completedFuture(channel);
                  }
                  channel.close();
                  return CompletableFuture.failedFuture(
                      new RequestFailedException(
                          "the peer refused to " + (given ? what : "give a terminal")));
                }));
  }

  private CompletableFuture<ExecResult> converse(SessionChannel channel) {
    CompletableFuture<byte[]> stdout = read(channel.stdout(), exec.stdout());
    CompletableFuture<byte[]> stderr = read(channel.stderr(), exec.stderr());
    CompletableFuture<ExecResult> result =
        stdout
            .thenCombine(stderr, Streams::new)
            .thenCompose(
                streams ->
                    channel
                        .exitInGoodOrder()
                        .thenApply(exit -> new ExecResult(exit, streams.stdout, streams.stderr)));
    write(channel.stdin(), result);
    // when one of them cannot be written, the other may go on for long
    for (CompletableFuture<byte[]> output : List.of(stdout, stderr)) {
      output.whenComplete(
          (_, failure) -> {
            if (failure != null) {
              result.completeExceptionally(failure);
            }
          });
    }
    return result;
  }

  private record Streams(byte[] stdout, byte[] stderr) {}

  private static CompletableFuture<byte[]> read(InputStream in, Optional<OutputStream> to) {
    Callable<byte[]> call =
        to.isEmpty()
            ? in::readAllBytes
            : () -> {
              in.transferTo(to.get());
              return new byte[0];
            };
    return Waiting.async("ssh-exec-output", call, _ -> {});
  }

  /**
   * Only a good end of the input is the command's end of file. One that fails is the result's
   * failure, and the command is told to end before its channel is: half of an input is none.
   */
  private void write(OutputStream stdin, CompletableFuture<ExecResult> result) {
    Optional<InputStream> input = exec.input();
    if (input.isEmpty()) {
      taken(stdin::close);
      return;
    }
    try {
      // of the platform: a stream of the caller's may wait in a call of the system, and some of
      // those hold all carriers of virtual threads
      Threads.daemon(
          "ssh-exec-input",
          () -> {
            try {
              send(input.get(), stdin);
            } catch (Throwable e) { // whatever a stream of the caller's throws
              halfInput = true;
              result.completeExceptionally(e);
            }
          });
    } catch (NoThreadException e) {
      halfInput = true;
      result.completeExceptionally(e);
    }
  }

  private static void send(InputStream input, OutputStream stdin) throws IOException {
    byte[] piece = new byte[PIECE];
    int count;
    while ((count = input.read(piece)) >= 0) {
      int length = count;
      if (!taken(() -> stdin.write(piece, 0, length))) {
        return;
      }
    }
    taken(stdin::close);
  }

  private interface Sending {
    void run() throws IOException;
  }

  private static boolean taken(Sending sending) {
    try {
      sending.run();
      return true;
    } catch (IOException _) {
      return false; // the command reads no more, or is over, which its other streams tell
    }
  }
}
