package org.sshlite.sshd.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.process.Child;
import org.sshlite.sshd.process.Exit;
import org.sshlite.sshd.process.Signals;
import org.sshlite.sshd.recording.Recording;

/**
 * A process and the channel it is joined to. Bytes are carried by threads of the platform, because
 * its streams wait in calls of the system.
 */
final class RunningChild implements Running {
  private static final Logger LOG = System.getLogger("session");

  /** How long EOF waits for the exit. */
  private static final long EXIT_FOLLOWS_MILLISECONDS = 200;

  /** Bytes carried at once at most; an idle session holds the first size. */
  private static final int CHUNK = 256 * 1024;

  private static final int FIRST_CHUNK = 4 * 1024;

  // for what a process does on SIGHUP, before its pipes are closed: to write into one that is would
  // end it in the middle of that
  private static final long FAREWELL_MILLISECONDS = 500;

  private final Channel channel;
  private final Child child;
  private final boolean onTerminal;
  private final String welcome;
  private final String complaints;
  private final Executor threads;
  private final Recording recording;
  private final CountDownLatch outputEnded;
  private final CountDownLatch exitSent = new CountDownLatch(1);
  private final CountDownLatch exitAwaited = new CountDownLatch(1);

  /**
   * Tasks that were begun, by the thread that also closes; and a permit for each that has ended.
   */
  private int begun;

  private final Semaphore finished = new Semaphore(0);
  private volatile boolean ended;

  /**
   * @param welcome goes before its output; lines end with a newline
   * @param complaints go before its errors, or behind the welcome where both are one terminal
   * @param recording of what it shows and reads on a terminal
   */
  RunningChild(
      Channel channel,
      Child child,
      boolean onTerminal,
      String welcome,
      String complaints,
      Executor threads,
      Recording recording) {
    this.channel = channel;
    this.welcome = onTerminal ? (welcome + complaints).replaceAll("\r*\n", "\r\n") : welcome;
    this.complaints = complaints;
    this.child = child;
    this.onTerminal = onTerminal;
    this.threads = threads;
    this.recording = recording;
    this.outputEnded = new CountDownLatch(onTerminal ? 1 : 2);
  }

  /**
   * @throws IOException when there is no thread for it; {@link #close()} ends what was begun
   */
  void start() throws IOException {
    begin(() -> carryOutput(welcome, child.output(), channel.output()));
    if (!onTerminal) {
      begin(() -> carryOutput(complaints, child.errors(), channel.extendedOutput()));
    }
    begin(this::carryInput);
    // last: it waits for the others, and for ever if one of them was not begun
    begin(this::awaitExit);
  }

  private void begin(Runnable task) throws IOException {
    Threads.execute(
        threads,
        () -> {
          try {
            task.run();
          } catch (OutOfMemoryError e) {
            // it would go on by half, and nobody would know; or wait for what was never begun
            outputEnded.countDown();
            outputEnded.countDown();
            channel.close();
            throw e;
          } finally {
            finished.release();
          }
        });
    begun++;
  }

  private void awaitExit() {
    try {
      child.await().ifPresent(this::tellExit);
    } finally {
      exitAwaited.countDown();
    }
  }

  private void tellExit(Exit exit) {
    if (onTerminal) {
      awaitOutput();
    }
    channel.send(request(exit));
    exitSent.countDown();
    awaitOutput();
    ended = true;
    channel.close();
  }

  private void awaitOutput() {
    try {
      outputEnded.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  private static SessionRequest request(Exit exit) {
    return switch (exit) {
      case Exit.Status(var status) -> new SessionRequest.ExitStatus(status);
      case Exit.Signalled(var signal, var core) ->
          new SessionRequest.ExitSignal(name(signal), core, "", "");
    };
  }

  /** RFC 4254 §6.10: names that it does not list carry the one who made them. */
  private static String name(int signal) {
    return Signals.name(signal).orElse("SIG" + signal + "@ssh-lite");
  }

  /**
   * EOF, behind the exit where that is near: dbclient and plink answer EOF with CLOSE, and take no
   * exit status after it. A process that closes its outputs and lives on is not waited for.
   */
  private void endOutput() {
    try {
      boolean known = exitSent.await(EXIT_FOLLOWS_MILLISECONDS, TimeUnit.MILLISECONDS);
      LOG.log(Level.TRACE, known ? "EOF after the exit" : "EOF before the exit");
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
    closeQuietly(channel.output());
  }

  private void carryOutput(String text, InputStream from, OutputStream to) {
    byte[] before = text.getBytes(StandardCharsets.UTF_8);
    recording.output(before, before.length);
    boolean wanted = before.length == 0 || write(to, before, before.length);
    try {
      byte[] buffer = new byte[FIRST_CHUNK];
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        recording.output(buffer, count);
        wanted = wanted && write(to, buffer, count);
        if (!wanted && !onTerminal) {
          // who writes on gets the broken pipe that the client got; on a terminal it is dropped
          from.close();
        }
        buffer = enough(buffer, count);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "reading a session's output: " + e.getMessage());
    } finally {
      outputEnded.countDown();
      if (outputEnded.getCount() == 0) {
        endOutput();
      }
    }
  }

  /** The buffer for the next read: a larger one when this one was filled. */
  private static byte[] enough(byte[] buffer, int count) {
    return count == buffer.length && count < CHUNK ? new byte[4 * count] : buffer;
  }

  private static boolean write(OutputStream to, byte[] buffer, int count) {
    try {
      to.write(buffer, 0, count);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private void carryInput() {
    byte[] buffer = new byte[FIRST_CHUNK];
    try (InputStream from = channel.input()) {
      OutputStream to = child.input();
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        recording.input(buffer, count);
        if (!write(to, buffer, count)) {
          // nobody reads it any more: closing the channel's input drops the rest
          channel.sendEndOfWriting();
          return;
        }
        buffer = enough(buffer, count);
      }
      if (!onTerminal) {
        to.close();
      }
    } catch (IOException _) {
      return; // nobody sends it any more
    }
  }

  private static void closeQuietly(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // the channel is gone
    }
  }

  @Override
  public boolean signal(String name) {
    return Signals.number(name).stream().anyMatch(child::signal);
  }

  /** Ends the process at once, whoever it has become. */
  void kill() {
    child.kill();
  }

  /**
   * The channel is closed: ends all that goes on for it, and hangs up what is left on a terminal. A
   * process without one is left to finish, as by sshd: it may be in the middle of something, and
   * learns that nobody listens by its streams.
   */
  @Override
  public void close() {
    try {
      if (!ended && onTerminal) {
        child.hangUp();
        if (begun > 0) {
          exitAwaited.await(FAREWELL_MILLISECONDS, TimeUnit.MILLISECONDS);
        }
      }
      child.close();
      finished.acquire(begun);
    } catch (InterruptedException _) {
      child.close();
      Thread.currentThread().interrupt();
    }
  }
}
