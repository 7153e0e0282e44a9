package org.sshlite.client.terminal;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * The local end of a session with a pty: the terminal on stdin, or none, where a pty is forced
 * without one. Any thread may call; the first call waits until the terminal is loaded.
 */
public final class SessionTerminal {
  private final CompletableFuture<Optional<SystemTerminal>> terminal;

  private SessionTerminal(CompletableFuture<Optional<SystemTerminal>> terminal) {
    this.terminal = terminal;
  }

  /** No terminal: nothing to change, size and modes unknown. */
  public static SessionTerminal none() {
    return new SessionTerminal(CompletableFuture.completedFuture(Optional.empty()));
  }

  /**
   * The terminal on stdin. It is loaded by a thread of its own, to be there when the login is done.
   *
   * @param onFailure told in one line when there is no terminal; on that thread, where there is one
   */
  public static SessionTerminal load(Consumer<String> onFailure) {
    CompletableFuture<Optional<SystemTerminal>> loading = new CompletableFuture<>();
    Runnable load =
        () -> {
          try {
            loading.complete(Optional.of(SystemTerminal.open()));
          } catch (IOException | RuntimeException | Error e) { // somebody waits
            onFailure.accept("cannot use the terminal: " + e.getMessage());
            loading.complete(Optional.empty());
          }
        };
    try {
      Threads.daemon("terminal", load);
    } catch (NoThreadException _) {
      load.run(); // later than it could be
    }
    return new SessionTerminal(loading);
  }

  /** Every byte as it is typed, none of them with a meaning, nothing echoed. */
  public void enterRawMode() {
    terminal.join().ifPresent(SystemTerminal::enterRawMode);
  }

  /**
   * The modes as they were before raw mode, but for the key that interrupts, which ends a line;
   * {@link #enterRawMode} is the way back.
   *
   * @return what that key sends; empty when there is none
   */
  public OptionalInt editLine() {
    return terminal.join().map(SystemTerminal::editLine).orElse(OptionalInt.empty());
  }

  /** The modes as they were before raw mode. */
  public void restore() {
    terminal.join().ifPresent(SystemTerminal::restore);
  }

  /**
   * Runs {@code command}, which has the terminal as it was before raw mode, and the key that
   * interrupts for itself; {@link #enterRawMode} is the way back.
   */
  public void lend(Runnable command) {
    terminal.join().ifPresentOrElse(open -> open.lend(command), command);
  }

  /** Stops this process until it is told to go on. */
  public void suspend() {
    terminal.join().ifPresent(SystemTerminal::suspend);
  }

  /** The modes it has when it is not raw, for pty-req. */
  public TerminalModes modes() {
    return terminal.join().map(SystemTerminal::modes).orElse(TerminalModes.NONE);
  }

  public TerminalSize size() {
    return terminal.join().map(SystemTerminal::size).orElse(TerminalSize.UNKNOWN);
  }

  /** Runs {@code action} whenever the size may have changed from {@code known}. */
  public void onResize(TerminalSize known, Runnable action) {
    terminal.join().ifPresent(open -> open.onResize(known, action));
  }
}
