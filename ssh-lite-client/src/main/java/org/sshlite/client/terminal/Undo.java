package org.sshlite.client.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jline.utils.ShutdownHooks;
import org.jline.utils.Signals;

/**
 * What has to be undone should a signal end the process. The process is then ended with the status
 * that ssh(1) has for that, instead of the virtual machine's own. One for a process, whose program
 * ends it by {@link Runtime#halt} when all is well.
 */
public final class Undo {
  /** As ssh, whatever the signal was. */
  private static final int KILLED = 255;

  private static final Undo PROCESS = new Undo();

  private final Deque<Runnable> actions = new ArrayDeque<>();
  private final Thread hook = new Thread(this::run, "undo");
  private boolean hooked;

  private Undo() {}

  /**
   * Runs {@code action} when a signal ends the process, until the answer is closed. Last in, first
   * out.
   */
  static Registration onSignal(Runnable action) {
    PROCESS.add(action);
    return () -> PROCESS.remove(action);
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
    Runtime.getRuntime().halt(KILLED);
  }

  /** Makes signals end the process with ssh's status even where there is nothing to undo. */
  public static void watch() {
    onSignal(() -> {});
  }
}
