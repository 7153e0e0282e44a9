package org.sshlite.sshd.lookup;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.log.RateLimit;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.process.ThreadRights;

/**
 * Questions of one kind that anybody can make us ask, and that wait in calls of the system for as
 * long as a directory server likes: each holds a thread of the platform, and none can be ended. So
 * only so many are asked at once, and only so many wait for their turn. Any thread.
 */
public final class Lookups {
  /** What a full MaxStartups asks for, and some that outlived their connections. */
  private static final int AT_ONCE = 128;

  /** A process each, that is dearer than a thread. */
  private static final int COMMANDS_AT_ONCE = 32;

  /** Each takes 16 MiB where it is yescrypt, and a processor for as long as it lasts. */
  private static final int PASSWORDS_AT_ONCE = 8;

  /** More than that is no rush hour. */
  private static final int WAITING = 256;

  /** Who waits for a turn for longer would not be let in before LoginGraceTime either. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final RateLimit.Pace PACE = RateLimit.PENALTIES;

  /** Of users and groups, by the name service switch. */
  public static final Lookups USERS = new Lookups("look-ups of users", AT_ONCE, WAITING, PATIENCE);

  /** Of those who connect, by name servers that they may have chosen. */
  public static final Lookups NAMES =
      new Lookups("look-ups of host names", AT_ONCE, WAITING, PATIENCE);

  /** With PAM, but for the time that a person takes to answer. */
  public static final Lookups PAM = new Lookups("questions to PAM", AT_ONCE, WAITING, PATIENCE);

  /** Comparisons of passwords with the shadow database's. */
  public static final Lookups PASSWORDS =
      new Lookups("checks of passwords", PASSWORDS_AT_ONCE, WAITING, PATIENCE);

  /** Of AuthorizedKeysCommand and its like. */
  public static final Lookups COMMANDS =
      new Lookups("commands about logins", COMMANDS_AT_ONCE, WAITING, PATIENCE);

  // as many threads as there are turns: for the next question, if it comes within a second
  private static final Executor THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("lookup-", 1).factory());

  private final String kind;
  private final Semaphore turns;
  private final int mostWaiting;
  private final Duration patience;
  private final AtomicInteger waiting = new AtomicInteger();
  private final RateLimit refusals = new RateLimit(PACE);

  /**
   * @param kind for the log
   * @param patience how long one may wait for a turn
   */
  public Lookups(String kind, int atOnce, int mostWaiting, Duration patience) {
    this.kind = kind;
    this.turns = new Semaphore(atOnce, true);
    this.mostWaiting = mostWaiting;
    this.patience = patience;
  }

  /** The right to ask; to be given back. */
  public final class Turn implements AutoCloseable {
    private Turn() {}

    @Override
    public void close() {
      turns.release();
    }
  }

  /**
   * Waits for a turn.
   *
   * @param log told of those who get none, of a flood now and then
   * @throws NotAskedException when too many wait already, or it takes too long
   */
  public Turn take(StderrLog log) throws NotAskedException {
    Turn turn = new Turn(); // first: it takes memory
    if (isFree() || await()) {
      return turn;
    }
    String message = "Too many " + kind + " at once: refused";
    RateLimit.Verdict verdict = refusals.event();
    if (verdict.told()) {
      log.error(message + verdict.before());
    }
    throw new NotAskedException(message);
  }

  /** How many wait for a turn. */
  public int waiting() {
    return waiting.get();
  }

  /** For who comes now: not where others wait, which tryAcquire() without a time disregards. */
  private boolean isFree() {
    try {
      return turns.tryAcquire(0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean await() {
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      return turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }

  /**
   * Asks on a thread of the platform, with the rights of this process: the carrier of a virtual one
   * would be held as well, and with it all others that it carries.
   *
   * @throws NotAskedException as {@link #take}, or when there is no thread that could
   */
  public <T> T ask(Supplier<T> question, StderrLog log) throws NotAskedException {
    Turn turn = take(log);
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try (turn) {
                ThreadRights.own();
                return question.get();
              }
            });
    try {
      Threads.execute(THREADS, task);
    } catch (NoThreadException e) {
      turn.close();
      throw new NotAskedException("no thread for " + kind + ": " + e.getMessage());
    }
    try {
      return task.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NotAskedException("interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw new NotAskedException(failure.getMessage());
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        default -> throw new AssertionError(e);
      }
    }
  }
}
