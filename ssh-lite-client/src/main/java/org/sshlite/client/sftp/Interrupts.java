package org.sshlite.client.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.terminal.Undo;

/** Ctrl-C: ends the command that runs, and at a prompt the line that is typed. */
final class Interrupts {
  private final Screen screen;
  private final boolean draws;
  private final boolean interactive;
  private @Nullable Thread running;

  private Interrupts(Screen screen, boolean draws, boolean interactive) {
    this.screen = screen;
    this.draws = draws;
    this.interactive = interactive;
  }

  /** Something that may take long. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * @param draws whether errors go to a terminal
   * @param interactive otherwise Ctrl-C ends the program, as it does any other
   */
  static Interrupts watch(Screen screen, boolean draws, boolean interactive) {
    Interrupts interrupts = new Interrupts(screen, draws, interactive);
    if (interactive) {
      Undo.onInterrupt(interrupts::interrupt);
    }
    return interrupts;
  }

  /** Whether somebody types, whom Ctrl-C leaves in the program. */
  boolean interactive() {
    return interactive;
  }

  synchronized void interrupt() {
    if (running == null) {
      screen.out().print("\nsftp> ");
    } else {
      // over what is drawn, and the echo of the key behind it
      screen.err().print((draws ? "\r\033[K" : "") + "Interrupt\n");
      running.interrupt();
    }
  }

  <T> T during(Work<T> work) throws IOException {
    set(Thread.currentThread());
    try {
      return work.run();
    } finally {
      set(null);
      Thread.interrupted();
    }
  }

  private synchronized void set(@Nullable Thread thread) {
    running = thread;
  }
}
