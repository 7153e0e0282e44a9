package org.sshlite.client.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ffm.FfmTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.system.QuitSignal;
import org.sshlite.protocol.message.TerminalModes;

/**
 * The terminal on stdin. Loading it costs a tenth of a second, so it is loaded only where a session
 * has a terminal. What it changes is undone by {@link #restore}, at the latest when the process
 * ends, however it ends. Any thread may call.
 */
final class SystemTerminal {
  private static final EnumSet<InputFlag> INPUT_OFF =
      EnumSet.of(
          InputFlag.ISTRIP,
          InputFlag.INLCR,
          InputFlag.IGNCR,
          InputFlag.ICRNL,
          InputFlag.IUCLC,
          InputFlag.IXON,
          InputFlag.IXANY,
          InputFlag.IXOFF);
  private static final EnumSet<LocalFlag> LOCAL_OFF =
      EnumSet.of(
          LocalFlag.ISIG,
          LocalFlag.ICANON,
          LocalFlag.ECHO,
          LocalFlag.ECHOE,
          LocalFlag.ECHOK,
          LocalFlag.ECHONL,
          LocalFlag.IEXTEN);

  private final Terminal terminal;
  private final ReentrantLock lock = new ReentrantLock();
  // as found when raw mode was entered, not before: while this is loaded a prompt may be open, and
  // its echo off
  private @Nullable Attributes original;

  private SystemTerminal(Terminal terminal) {
    this.terminal = terminal;
    Undo.onSignal(this::restore);
  }

  /**
   * @throws IOException when stdin is no terminal
   */
  static SystemTerminal open() throws IOException {
    FfmTerminalProvider provider = new FfmTerminalProvider();
    if (!provider.isSystemStream(SystemStream.Input)) {
      throw new IOException("stdin is not a terminal");
    }
    Undo.beforeJLine();
    // the size is asked of an output stream
    SystemStream stream =
        provider.isSystemStream(SystemStream.Output) ? SystemStream.Output : SystemStream.Error;
    return new SystemTerminal(
        provider.sysTerminal(
            "ssh-lite",
            "dumb", // its capabilities are not used, and looking them up would run a program
            false,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            false,
            Terminal.SignalHandler.SIG_DFL,
            true,
            stream));
  }

  /** Every byte as it is typed, none of them with a meaning, nothing echoed: cfmakeraw(3). */
  void enterRawMode() {
    lock.lock();
    try {
      if (original == null) {
        original = new Attributes(terminal.getAttributes());
      }
      QuitSignal.showsThreads(); // no key sends it, and to end of it would leave all of this
      terminal.setAttributes(raw(original));
    } finally {
      lock.unlock();
    }
  }

  /**
   * In raw mode, for one line: as it was before, but for the key that interrupts, which ends the
   * line instead of this process. Back by {@link #enterRawMode}.
   *
   * @return what that key sends; empty when there is none, or it is not in raw mode
   */
  OptionalInt editLine() {
    lock.lock();
    try {
      if (original == null) {
        return OptionalInt.empty();
      }
      int interrupt = original.getControlChar(ControlChar.VINTR);
      int none = PassedTerminal.LAYOUT.disabled();
      Attributes line = new Attributes(original);
      if (interrupt != none) {
        line.setControlChar(ControlChar.VINTR, none);
        line.setControlChar(ControlChar.VEOL, interrupt);
      }
      terminal.setAttributes(line);
      return interrupt == none ? OptionalInt.empty() : OptionalInt.of(interrupt);
    } finally {
      lock.unlock();
    }
  }

  static Attributes raw(Attributes from) {
    Attributes raw = new Attributes(from);
    raw.setInputFlag(InputFlag.IGNPAR, true);
    raw.setInputFlags(INPUT_OFF, false);
    raw.setLocalFlags(LOCAL_OFF, false);
    raw.setOutputFlag(OutputFlag.OPOST, false);
    raw.setControlChar(ControlChar.VMIN, 1);
    raw.setControlChar(ControlChar.VTIME, 0);
    return raw;
  }

  /** As it was before raw mode. */
  void restore() {
    lock.lock();
    try {
      if (original != null) {
        terminal.setAttributes(original);
        original = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code action} whenever the size may have changed from {@code known}. */
  void onResize(TerminalSize known, Runnable action) {
    Resizes.add(action, known, this::size);
  }

  /**
   * Stops this process as Ctrl-Z does, the terminal as it was meanwhile; returns when the process
   * goes on.
   */
  void suspend() {
    restore();
    try {
      // the signal reaches us before its sender ends, so we do not go on before we were stopped
      new ProcessBuilder("kill", "-TSTP", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException _) {
      return; // nothing to stop us with
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      enterRawMode();
      Resizes.changed(); // as ssh: the signal went to whoever had the terminal meanwhile
    }
  }

  /**
   * Runs {@code command} with the terminal as it was before raw mode. The keys that interrupt and
   * quit end what runs there and not this process. Back by {@link #enterRawMode}.
   */
  void lend(Runnable command) {
    restore();
    Undo.withoutInterrupts(command);
  }

  /** The modes it has when it is not raw, for pty-req. */
  TerminalModes modes() {
    lock.lock();
    try {
      Attributes attributes = original == null ? terminal.getAttributes() : original;
      return WireModes.of(attributes, new PassedTerminal(0).speed());
    } finally {
      lock.unlock();
    }
  }

  /** Of the one on stdin, as ssh. */
  TerminalSize size() {
    return new PassedTerminal(0).size();
  }
}
