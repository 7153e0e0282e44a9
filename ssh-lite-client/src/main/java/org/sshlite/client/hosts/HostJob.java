package org.sshlite.client.hosts;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exec;
import org.sshlite.client.Exit;
import org.sshlite.client.SshClient;
import org.sshlite.client.SshException;
import org.sshlite.client.command.HostPlan;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.TransferOptions;
import org.sshlite.sftp.client.Transfers;

/**
 * What is done with one host. It has a thread of its own: a name that nobody resolves holds that
 * one and no other, and when its time is over nobody waits for it any more.
 */
final class HostJob {
  /** What the host gets after its time to take the signal for its command. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final String host;
  private final HostsArguments arguments;
  private final @Nullable Spool input;
  private final OutputStream stdout;
  private final OutputStream stderr;
  private final CompletableFuture<HostResult> result = new CompletableFuture<>();
  private volatile @Nullable ClientSession session;
  private volatile @Nullable Thread worker;
  private volatile long start;

  /**
   * @param input that every host gets; null for none
   */
  HostJob(
      String host,
      HostsArguments arguments,
      @Nullable Spool input,
      OutputStream stdout,
      OutputStream stderr) {
    this.host = host;
    this.arguments = arguments;
    this.input = input;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  String host() {
    return host;
  }

  OutputStream stdout() {
    return stdout;
  }

  OutputStream stderr() {
    return stderr;
  }

  /** Begins; the result comes in time. */
  CompletableFuture<HostResult> start(
      SshClient client, Dialog dialog, StderrLog log, ScheduledExecutorService clock) {
    start = System.nanoTime();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("host " + host)
            .unstarted(() -> work(client, dialog, log));
    worker = thread; // before the look at what was interrupted: who interrupts later sees it
    if (result.isDone()) {
      return result; // interrupted before its turn
    }
    try {
      Threads.start(thread);
    } catch (NoThreadException e) {
      result.complete(failed(unfinished(), e));
    }
    arguments
        .timeout()
        .ifPresent(
            limit -> {
              ScheduledFuture<?> expiry =
                  clock.schedule(
                      () -> expire(thread, limit, clock), limit.toNanos(), TimeUnit.NANOSECONDS);
              result.thenRun(() -> expiry.cancel(false));
            });
    return result;
  }

  private void work(SshClient client, Dialog dialog, StderrLog log) {
    if (!result.isDone()) { // nothing is done of what was told not to be
      result.complete(run(client, dialog, log));
    }
  }

  /** Gives up, and before its turn does not begin. Any thread. */
  void interrupt() {
    Duration spent = worker == null ? Duration.ZERO : sinceStart();
    if (result.complete(HostResult.failed(this, Kind.INTERRUPTED, "not done", spent))
        && worker instanceof Thread thread) {
      thread.interrupt(); // a command is told to end
    }
  }

  /** Waits for what is still done with the host after its result: its command is told to end. */
  void awaitEnd(Duration most) throws InterruptedException {
    if (worker instanceof Thread thread) {
      // not join(Duration), for which it must have begun; a wait of 0 has no end
      thread.join(Math.max(1, most.toMillis()));
    }
  }

  private void expire(Thread thread, Duration limit, ScheduledExecutorService clock) {
    String message = "not done after " + limit.toMillis() / 1000.0 + " s";
    if (result.complete(HostResult.failed(this, Kind.TIME, message, sinceStart()))) {
      thread.interrupt(); // a command is told to end, a login is given up
      clock.schedule(this::closeSession, GRACE.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void closeSession() {
    ClientSession open = session;
    if (open != null) {
      open.closeAsync();
    }
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private HostResult run(SshClient client, Dialog dialog, StderrLog log) {
    try (HostPlan plan = HostPlan.of(host, arguments.rest(), log)) {
      return run(plan, client, dialog);
    } catch (ConfigException e) {
      return failed(Kind.CONFIGURATION, e);
    } catch (SshException e) {
      return HostResult.of(this, e, session != null, sinceStart());
    } catch (IOException | RuntimeException e) {
      return failed(unfinished(), e);
    } catch (Error e) { // all the others go on, and who waits for this one must be told
      return broken(e);
    }
  }

  private Kind unfinished() {
    return session == null ? Kind.UNREACHABLE : Kind.LOST;
  }

  private HostResult failed(Kind kind, Exception e) {
    return HostResult.failed(this, kind, String.valueOf(e.getMessage()), sinceStart());
  }

  private HostResult broken(Error e) {
    return HostResult.failed(this, unfinished(), "internal error: " + e, sinceStart());
  }

  private HostResult run(HostPlan plan, SshClient client, Dialog dialog)
      throws IOException, ConfigException {
    try (ClientSession connected = plan.connect(client, dialog)) {
      session = connected;
      if (arguments.push().isPresent()) {
        try {
          push(connected, arguments.push().get());
        } catch (SshException e) {
          throw e;
        } catch (IOException e) {
          return failed(Kind.FILE, e);
        }
      }
      if (plan.command().isEmpty()) {
        return HostResult.of(this, new Exit.Status(0), sinceStart());
      }
      Exec exec = Exec.of(plan.command()).output(stdout, stderr);
      for (Map.Entry<String, String> variable : plan.environment().entrySet()) {
        exec = exec.environment(variable.getKey(), variable.getValue());
      }
      if (input != null) {
        exec = exec.input(input.open());
      }
      return HostResult.of(this, connected.exec(exec).exit(), sinceStart());
    }
  }

  private static void push(ClientSession session, HostsArguments.Push push) throws IOException {
    try (SftpClient files = session.files()) {
      new Transfers(files, TransferOptions.DEFAULT).put(push.local(), push.remote());
    } catch (SshException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(Printable.line(push.remote() + ": " + e.getMessage()), e);
    }
  }
}
