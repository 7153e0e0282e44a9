package org.sshlite.sshd.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.Poll;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * A process of ours that leads a session and a process group. Its streams and {@link #await()}
 * block in calls of the system, so they want platform threads; {@link #close()} ends them all.
 */
public final class Child implements AutoCloseable {
  private static final Platform PLATFORM = Platform.CURRENT;
  // where the system cannot wait for a process and for something else at once
  private static final int POLL_MILLISECONDS = 20;

  /** Between two looks: a zombie is cheap, and so is a look. */
  private static final int REAP_MILLISECONDS = 500;

  // processes that outlived their session: looked after so that they do not stay as zombies
  private static final Set<Integer> LEFT_BEHIND = ConcurrentHashMap.newKeySet();

  /** Whether a thread looks after them. */
  private static final AtomicBoolean REAPING = new AtomicBoolean();

  private final ReentrantLock lock = new ReentrantLock();
  private final int pid;
  private final Optional<Account> user;
  // of Linux; -1 where there is none
  private final int pidDescriptor;
  private final Waker waker;
  private final @Nullable Pty pty;
  private final InputStream output;
  private final InputStream errors;
  private final OutputStream input;
  private boolean reaped;

  /** The system itself has reaped it, so that its numbers may be another's. */
  private boolean gone;

  private Child(
      int pid,
      Optional<Account> user,
      Waker waker,
      @Nullable Pty pty,
      OutputStream input,
      InputStream output,
      InputStream errors) {
    this.pid = pid;
    this.user = user;
    this.waker = waker;
    this.pty = pty;
    this.input = input;
    this.output = output;
    this.errors = errors;
    this.pidDescriptor = Libc.has("pidfd_open") ? Libc.call("pidfd_open", pid, 0).asInt() : -1;
  }

  /**
   * Starts a process with {@code pty} as its terminal, which from then on belongs to it.
   *
   * @throws IOException when the program or its directory cannot be used
   */
  public static Child spawn(Command command, Pty pty) throws IOException {
    reapLeftBehind();
    int pid = pty.spawn(command);
    try {
      return new Child(
          pid,
          command.user(),
          pty.waker(),
          pty,
          pty.input(),
          pty.output(),
          InputStream.nullInputStream());
    } catch (RuntimeException | Error e) {
      leaveBehind(pid);
      throw e;
    }
  }

  /** Starts a process that has pipes as its standard streams. */
  public static Child spawn(Command command) throws IOException {
    reapLeftBehind();
    Waker waker = new Waker();
    int[][] pipes = new int[3][];
    int made = 0;
    int pid = 0;
    try {
      for (; made < pipes.length; made++) {
        pipes[made] = Descriptor.enlarged(Descriptor.pipe());
      }
      pid = Spawn.onFiles(command, pipes[0][0], pipes[1][1], pipes[2][1]);
      Child child =
          new Child(
              pid,
              command.user(),
              waker,
              null,
              new Descriptor(pipes[0][1], waker).output(),
              new Descriptor(pipes[1][0], waker).input(),
              new Descriptor(pipes[2][0], waker).input());
      Descriptor.close(pipes[0][0]);
      Descriptor.close(pipes[1][1]);
      Descriptor.close(pipes[2][1]);
      return child;
    } catch (Throwable e) {
      waker.close();
      for (int i = 0; i < made; i++) {
        Descriptor.close(pipes[i][0]);
        Descriptor.close(pipes[i][1]);
      }
      if (pid > 0) {
        leaveBehind(pid);
      }
      throw e;
    }
  }

  /** Process id, and id of its session and process group. */
  public int pid() {
    return pid;
  }

  /** What it reads. Close it for the end of input; with a terminal that hangs up. */
  public OutputStream input() {
    return input;
  }

  /** What it writes: to the terminal, or to standard output. */
  public InputStream output() {
    return output;
  }

  /** Standard error; with a terminal at its end at once. */
  public InputStream errors() {
    return errors;
  }

  /**
   * Waits until it ends. With a terminal, {@link #output()} then ends as soon as nothing is left in
   * it, even if processes in the background still have the terminal open.
   *
   * @return empty when this is closed before
   */
  public Optional<Exit> await() {
    return await(-1);
  }

  /**
   * As {@link #await()}, and empty, too, when the time is over.
   *
   * @param milliseconds -1 for no limit
   */
  public Optional<Exit> await(int milliseconds) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
    int waited = pidDescriptor >= 0 ? milliseconds : POLL_MILLISECONDS;
    while (true) {
      boolean last = waker.isClosed() || milliseconds >= 0 && System.nanoTime() - end >= 0;
      Optional<Exit> exit = exit();
      if (exit.isPresent()) {
        if (pty != null) {
          pty.drain();
        }
        return exit;
      }
      if (last) {
        return Optional.empty();
      }
      waker.await(pidDescriptor, Poll.IN, waited);
    }
  }

  /**
   * Looks without reaping: while it is a zombie, its numbers belong to nobody else. Where SIGCHLD
   * is ignored there is none, and nobody knows how it ended.
   */
  private Optional<Exit> exit() {
    lock.lock();
    try (Arena arena = Arena.ofConfined()) {
      if (reaped) {
        return Optional.empty();
      }
      MemorySegment info = arena.allocate(PLATFORM.siginfoSize(), 8);
      int options = Platform.WAIT_EXITED | Platform.WAIT_NOHANG | PLATFORM.waitNoReap();
      Libc.Result result = Libc.call("waitid", Platform.WAIT_PID, pid, info.address(), options);
      if (result.failed() && result.errno() == Platform.ERRNO_NO_CHILD) {
        gone = true;
        return Optional.of(Exit.UNKNOWN);
      }
      if (result.failed() || info.get(ValueLayout.JAVA_INT, PLATFORM.siginfoPid()) == 0) {
        return Optional.empty();
      }
      int status = info.get(ValueLayout.JAVA_INT, PLATFORM.siginfoStatus());
      return Optional.of(
          switch (info.get(ValueLayout.JAVA_INT, Platform.SIGINFO_CODE)) {
            case Platform.CHILD_EXITED -> new Exit.Status(status & 0xff);
            case Platform.CHILD_DUMPED -> new Exit.Signalled(status, true);
            default -> new Exit.Signalled(status, false);
          });
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a signal to its process group, with the rights of its user: in a group can be who has
   * become somebody else. What keys of a terminal send (SIGINT, SIGQUIT) goes from its terminal, as
   * by these, to what is in the foreground there.
   *
   * @return whether there was anybody to get it
   */
  public boolean signal(int number) {
    lock.lock();
    try {
      return isThere() && pty != null && pty.signal(number) || signalGroup(number);
    } finally {
      lock.unlock();
    }
  }

  /** Whether its number, and that of its group, can be nobody else's. */
  private boolean isThere() {
    return !reaped && !gone;
  }

  /** Ends the process itself, with our rights: that hangs up its terminal for all who have it. */
  public void kill() {
    lock.lock();
    try {
      if (isThere()) {
        ThreadRights.own();
        Libc.call("kill", pid, Platform.SIGNAL_KILL);
      }
    } catch (IOException _) {
      return; // with a user's rights it is not ours to end
    } finally {
      lock.unlock();
    }
  }

  private boolean signalGroup(int number) {
    lock.lock();
    try {
      return isThere() && GroupSignal.send(user, pid, number);
    } finally {
      lock.unlock();
    }
  }

  /** SIGHUP to its process group, or what is left of it, in the same way. */
  public void hangUp() {
    signalGroup(Platform.SIGNAL_HANGUP);
  }

  /** Ends all waiting, closes streams and terminal; the process itself may go on. */
  @Override
  public void close() {
    waker.close();
    if (pty != null) {
      pty.close();
    }
    closeQuietly(input);
    closeQuietly(output);
    closeQuietly(errors);
    lock.lock();
    try {
      if (!reaped) {
        reaped = true;
        if (pidDescriptor >= 0) {
          Descriptor.close(pidDescriptor);
        }
        leaveBehind(pid);
      }
    } finally {
      lock.unlock();
    }
    reapLater();
  }

  private static void closeQuietly(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** To be reaped when it has ended. */
  static void leaveBehind(int pid) {
    LEFT_BEHIND.add(pid);
    reapLeftBehind();
    reapLater();
  }

  /** For as long as some go on, one thread looks after all of them. */
  private static void reapLater() {
    if (LEFT_BEHIND.isEmpty() || !REAPING.compareAndSet(false, true)) {
      return;
    }
    try {
      Threads.daemon("reaper", Child::reapUntilNoneIsLeft);
    } catch (NoThreadException _) {
      REAPING.set(false); // who closes another one tries again
    }
  }

  private static void reapUntilNoneIsLeft() {
    try {
      ThreadRights.own();
      while (!LEFT_BEHIND.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(REAP_MILLISECONDS);
        reapLeftBehind();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    } catch (IOException _) {
      return; // with the rights of a user it must not stay: who closes another one tries again
    } finally {
      REAPING.set(false);
    }
    reapLater(); // one may have come since it looked
  }

  private static void reapLeftBehind() {
    // a list of them: one that is put back could come again, and two of them for ever
    for (int pid : List.copyOf(LEFT_BEHIND)) {
      // only the one who takes it out may wait for it: the number can be another's afterwards
      if (LEFT_BEHIND.remove(pid)) {
        if (Orphans.await(pid, MemorySegment.NULL) == 0) {
          LEFT_BEHIND.add(pid);
        }
      }
    }
  }
}
