package org.sshlite.client.sftp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.terminal.Undo;

/** Ctrl-C: ends the command that runs, and at a prompt the line that is typed. */
final class Interrupts {
  private final Screen screen;
  private @Nullable Thread running;

  private Interrupts(Screen screen) {
    this.screen = screen;
  }

  /** Something that may take long. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * @param interactive otherwise Ctrl-C ends the program, as it does any other
   */
  static Interrupts watch(Screen screen, boolean interactive) {
    Interrupts interrupts = new Interrupts(screen);
    if (interactive) {
      Undo.onInterrupt(interrupts::interrupt);
    }
    return interrupts;
  }

  private synchronized void interrupt() {
    if (running == null) {
      screen.out().print("\nsftp> ");
    } else {
      screen.err().print("\rInterrupt  \n");
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
