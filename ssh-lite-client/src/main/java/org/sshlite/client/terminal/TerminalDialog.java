package org.sshlite.client.terminal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.config.LogLevel;
import org.sshlite.protocol.config.StderrLog;

/** The person at the controlling terminal of this process, told things on stderr. */
public final class TerminalDialog implements Dialog {
  private final StderrLog log;
  private final boolean batch;
  private final ReentrantLock lock = new ReentrantLock(); // one question at a time

  /**
   * @param batch BatchMode: never asks
   */
  public TerminalDialog(StderrLog log, boolean batch) {
    this.log = log;
    this.batch = batch;
  }

  @Override
  public Optional<String> ask(String question) {
    return asking(() -> ControllingTerminal.ask(question));
  }

  @Override
  public Optional<SecretBytes> askSecret(String prompt) {
    return asking(() -> ControllingTerminal.askSecret(prompt));
  }

  @FunctionalInterface
  private interface Question<T> {
    Optional<T> answer() throws IOException;
  }

  private <T> Optional<T> asking(Question<T> question) {
    if (batch) {
      return Optional.empty();
    }
    lock.lock();
    try {
      return question.answer();
    } catch (IOException e) {
      log.debug("cannot ask on /dev/tty: " + e.getMessage());
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void tell(Level level, String message) {
    LogLevel at =
        switch (level) {
          case ERROR -> LogLevel.ERROR;
          case WARNING, INFO -> LogLevel.INFO;
          case DEBUG -> LogLevel.DEBUG1;
          case TRACE, ALL, OFF -> LogLevel.DEBUG2;
        };
    message.lines().forEach(line -> log.log(at, line));
  }
}
