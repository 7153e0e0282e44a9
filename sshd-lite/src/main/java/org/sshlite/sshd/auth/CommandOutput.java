package org.sshlite.sshd.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.process.Child;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.process.Exit;
import org.sshlite.sshd.process.Signals;
import org.sshlite.sshd.process.ThreadRights;

/**
 * What a program says in answer to one question: it counts where all of it came, within a time and
 * a size, and the program has ended well.
 *
 * @param limit from its start to its end
 */
record CommandOutput(Command command, Duration limit) {
  // bytes: as much as of a file that says the same
  private static final int MOST = 4 * 1024 * 1024;

  private static final int PIECE = 16 * 1024;

  // characters, as of a line of the log
  private static final int MOST_TOLD = 1024;

  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("command-clock").factory());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  /**
   * Blocks in calls of the system.
   *
   * @param name of it, for the log
   * @param search looks through it as it comes
   * @return whether it counts; that it does not is told
   * @throws IOException when it cannot be started
   */
  boolean read(String name, LineSearch<?> search, StderrLog log) throws IOException {
    try (Child child = Child.spawn(command)) {
      try {
        return read(child, name, search, log);
      } catch (IOException | RuntimeException | Error e) {
        kill(child, log); // nobody waits for it any more, and its time is not measured
        throw e;
      }
    }
  }

  private boolean read(Child child, String name, LineSearch<?> search, StderrLog log)
      throws IOException {
    AtomicBoolean over = new AtomicBoolean();
    Runnable ending =
        () -> {
          if (over.compareAndSet(false, true)) {
            end(child, log);
          }
        };
    Future<?> end =
        Threads.begun(() -> CLOCK.schedule(ending, limit.toMillis(), TimeUnit.MILLISECONDS));
    try {
      child.input().close();
      Complaint complaint = new Complaint();
      Thread reader = Threads.daemon("command-errors", () -> complaint.read(child.errors()));
      if (!isSearched(child.output(), search)) {
        log.error(name + " says more than " + MOST + " bytes: none of it is believed");
        kill(child, log);
        awaitComplaint(reader);
        complaint.tell(name, false, log);
        return false;
      }
      Optional<Exit> exit = child.await();
      awaitComplaint(reader);
      if (!over.compareAndSet(false, true)) {
        log.error(name + " was ended after " + limit.toSeconds() + " seconds");
        complaint.tell(name, false, log);
        return false;
      }
      complaint.tell(name, exit.filter(new Exit.Status(0)::equals).isPresent(), log);
      return exit.map(how -> hasEndedWell(how, name, log)).orElse(false);
    } finally {
      end.cancel(false);
    }
  }

  /** False where there is more than may be. */
  private static boolean isSearched(InputStream output, LineSearch<?> search) throws IOException {
    byte[] piece = new byte[PIECE];
    int left = MOST;
    int count = output.read(piece);
    while (count >= 0 && count <= left) {
      search.add(piece, count);
      left -= count;
      count = output.read(piece);
    }
    if (count < 0) {
      search.end();
    }
    return count < 0;
  }

  private static boolean hasEndedWell(Exit exit, String name, StderrLog log) {
    switch (exit) {
      case Exit.Status(int status) when status == 0 -> {
        return true;
      }
      case Exit.Status(int status) -> log.info(name + " failed, status " + status);
      case Exit.Signalled(int signal, _) -> log.error(name + " exited on signal " + signal);
    }
    return false;
  }

  /** What it has started may keep its standard error open for as long as that likes. */
  private static void awaitComplaint(Thread reader) {
    try {
      boolean _ = reader.join(LAST_WORDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it has to say on its standard error: the beginning is told, all of it is read. */
  private static final class Complaint {
    private final StringBuilder text = new StringBuilder();

    void read(InputStream errors) {
      byte[] buffer = new byte[MOST_TOLD];
      try {
        for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
          add(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
      } catch (IOException _) {
        return; // it was ended
      }
    }

    private synchronized void add(String more) {
      text.append(more, 0, Math.min(more.length(), MOST_TOLD - text.length()));
    }

    synchronized void tell(String name, boolean went, StderrLog log) {
      String said = text.toString().strip();
      if (!said.isEmpty()) {
        log.log(went ? LogLevel.VERBOSE : LogLevel.INFO, name + " said: " + Printable.line(said));
      }
    }
  }

  private static void end(Child child, StderrLog log) {
    kill(child, log);
    child.close();
  }

  private static void kill(Child child, StderrLog log) {
    try {
      ThreadRights.own();
      Signals.number("KILL").ifPresent(child::signal);
    } catch (IOException e) {
      log.error(e.getMessage());
    }
  }
}
