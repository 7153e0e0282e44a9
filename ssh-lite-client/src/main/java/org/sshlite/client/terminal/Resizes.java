package org.sshlite.client.terminal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jline.utils.Signals;

/** SIGWINCH, which there is one handler for, and several who want to know of it. */
public final class Resizes {
  private static final Set<Runnable> ACTIONS = ConcurrentHashMap.newKeySet();
  private static boolean watching;

  private Resizes() {}

  /** The size may have changed, and no signal told. */
  static void changed() {
    ACTIONS.forEach(Runnable::run);
  }

  /** Runs {@code action} on a thread of its own whenever a size may have changed. */
  public static synchronized void add(Runnable action) {
    ACTIONS.add(action);
    if (!watching) {
      watching = true;
      Signals.register("WINCH", Resizes::changed);
    }
  }

  /**
   * As {@link #add(Runnable)}, and here and now where it is not {@code known} any more: what
   * changed before nobody was told of.
   */
  public static void add(Runnable action, TerminalSize known, Supplier<TerminalSize> size) {
    add(action);
    if (!size.get().equals(known)) {
      action.run();
    }
  }

  public static void remove(Runnable action) {
    ACTIONS.remove(action);
  }
}
