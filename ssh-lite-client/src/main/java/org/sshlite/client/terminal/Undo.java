package org.sshlite.client.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jline.utils.ShutdownHooks;
import org.jline.utils.Signals;
import org.sshlite.program.system.QuitSignal;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * What has to be undone should a signal end the process. The process then ends as ssh(1) does: of
 * the signal itself, so that a shell's loop around it ends too, or once a session runs with a
 * status. One for a process, whose program ends it by {@link Runtime#halt} when all is well.
 */
public final class Undo {
  /** Of a session, whatever the signal was. */
  private static final int KILLED = 255;

  /** What ends a process, and may be handled: of SIGQUIT see {@link QuitSignal}. */
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  /**
   * To call the C library takes a start 100 ms of the processor's time. Most commands are over by
   * then, and nobody presses the key before.
   */
  private static final Duration BEFORE_QUIT = Duration.ofSeconds(1);

  /** How long a signal may take within a virtual machine: what it also ended may be over before. */
  private static final Duration DISPATCH = Duration.ofSeconds(1);

  private static final Undo PROCESS = new Undo();

  private final Deque<Runnable> actions = new ArrayDeque<>();
  private final Thread hook = new Thread(this::run, "undo");
  private boolean hooked;
  private volatile boolean inSession;
  private volatile boolean lent;
  private volatile long returned;

  private Undo() {}

  /**
   * Runs {@code action} when a signal ends the process, until the answer is closed. Last in, first
   * out.
   */
  static Registration onSignal(Runnable action) {
    PROCESS.add(action);
    return () -> PROCESS.remove(action);
  }

  /** As {@link #onSignal}, for as long as the process lives. */
  public static void onEnd(Runnable action) {
    PROCESS.add(action);
  }

  /** See {@link #onSignal}. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Runs {@code action} instead of all else when SIGTERM comes; it ends the process. */
  public static void onTerminate(Runnable action) {
    Signals.register("TERM", action);
  }

  /** Runs {@code action} instead of all else when SIGINT comes; it ends nothing else. */
  public static void onInterrupt(Runnable action) {
    Signals.register("INT", action);
  }

  /**
   * Runs {@code action} in a session; meanwhile SIGINT ends nothing here: what it starts has the
   * key.
   */
  static void withoutInterrupts(Runnable action) {
    PROCESS.lend(action);
  }

  private void lend(Runnable action) {
    lent = true;
    Signals.register("INT", this::interrupted);
    try {
      action.run();
    } finally {
      returned = System.nanoTime();
      lent = false;
    }
  }

  private void interrupted() {
    if (!lent && System.nanoTime() - returned > DISPATCH.toNanos()) {
      Runtime.getRuntime().exit(KILLED);
    }
  }

  /**
   * To be called before JLine opens a terminal. JLine closes it in a hook of its own, which would
   * run beside ours; so from then on ours is the first of JLine's tasks, and the last thing that
   * runs.
   */
  static void beforeJLine() {
    PROCESS.joinJLine();
  }

  private synchronized void joinJLine() {
    ShutdownHooks.add(this::run);
    if (hooked) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    hooked = true;
  }

  private synchronized void add(Runnable action) {
    if (!hooked) {
      Runtime.getRuntime().addShutdownHook(hook);
      hooked = true;
    }
    actions.push(action);
  }

  private synchronized void remove(Runnable action) {
    actions.remove(action);
  }

  private synchronized void run() {
    actions.forEach(Runnable::run);
    if (!inSession) {
      received().ifPresent(Undo::dieOf);
    }
    Runtime.getRuntime().halt(KILLED);
  }

  /** The signal, by the name of the thread that the virtual machine handles it on. */
  private static Optional<String> received() {
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    return SIGNALS.stream()
        .filter(signal -> threads.contains("SIG" + signal + " handler"))
        .findFirst();
  }

  /** Ends the process as Ctrl-C ends any other: a shell's loop then ends, too. */
  public static void dieOfInterrupt() {
    dieOf("INT");
  }

  /** As Ctrl-\ ends any other, once all is undone: where that key is read as any key is. */
  static void dieOfQuit() {
    synchronized (PROCESS) {
      PROCESS.actions.forEach(Runnable::run);
    }
    QuitSignal.endsProcess();
    kill("QUIT");
  }

  private static void dieOf(String signal) {
    Signals.registerDefault(signal);
    kill(signal);
  }

  private static void kill(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(ProcessHandle.current().pid()))
              .start();
      kill.waitFor(); // in vain: it hits us first
    } catch (IOException _) {
      return; // nothing to die of it with
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes signals end the process as they end ssh even where there is nothing to undo. */
  public static void watch() {
    onSignal(() -> {});
    quitEnds();
  }

  /** Makes SIGQUIT end the process, as it does any other, unless it is over soon. */
  public static void quitEnds() {
    quitEnds(BEFORE_QUIT);
  }

  /** Makes SIGQUIT end the process, as it does any other, before long. */
  static void quitEnds(Duration before) {
    try {
      Threads.daemon(
          "quit",
          () -> {
            try {
              Thread.sleep(before);
              QuitSignal.endsProcess();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          });
    } catch (NoThreadException _) {
      return; // it shows what threads there are, then
    }
  }

  /** From now on a signal ends the process with the status of a session that broke off. */
  public static void sessionBegins() {
    PROCESS.inSession = true;
  }
}
