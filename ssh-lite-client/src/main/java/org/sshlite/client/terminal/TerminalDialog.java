package org.sshlite.client.terminal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.dialog.Question;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.stream.StandardStream;

/**
 * The person at the controlling terminal of this process, or at the window of an askpass program,
 * told things on stderr.
 */
public final class TerminalDialog implements Dialog {
  private final StderrLog log;
  private final boolean batch;
  private final Map<String, String> environment;
  private final ReentrantLock lock = new ReentrantLock(); // one question at a time

  /**
   * @param batch BatchMode: never asks
   * @param environment tells who asks, and is that of the program which does
   */
  public TerminalDialog(StderrLog log, boolean batch, Map<String, String> environment) {
    this.log = log;
    this.batch = batch;
    this.environment = environment;
  }

  @Override
  public Optional<String> ask(String question) {
    return asking(() -> answered(question, false, OptionalInt.empty()));
  }

  /**
   * Asks on a terminal that is in the modes of {@link SessionTerminal#editLine}, whose answer may
   * have been begun.
   *
   * @param interrupt what the key sends that gives the line up
   */
  public Optional<String> askLine(String question, OptionalInt interrupt) {
    return asking(() -> answered(question, true, interrupt));
  }

  @Override
  public Optional<SecretBytes> askSecret(String prompt) {
    return asking(
        () -> {
          Optional<Askpass> askpass = askpass();
          return askpass.isEmpty()
              ? ControllingTerminal.askSecret(prompt)
              : by(askpass.get(), prompt);
        });
  }

  /**
   * As ssh: to what a server asks the empty line is an answer, too, and that is what there is where
   * nobody can be asked.
   */
  @Override
  public Optional<SecretBytes> answer(Question question) {
    Optional<SecretBytes> answer = Dialog.super.answer(question);
    return question instanceof Question.Interactive && !batch
        ? answer.or(() -> Optional.of(new SecretBytes(new byte[0])))
        : answer;
  }

  /** Whatever the LogLevel, as ssh. */
  @Override
  public void show(String text) {
    try {
      StandardStream.stderr().write((text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.debug("cannot show what the server says: " + e.getMessage());
    }
  }

  /** Whether this process has a controlling terminal. */
  public static boolean hasTerminal() {
    return ControllingTerminal.isThere();
  }

  /** The program that is to ask; empty when the terminal is. */
  private Optional<Askpass> askpass() {
    if (Askpass.comesFirst(environment)) {
      log.debug("requested to askpass");
      return Askpass.of(environment);
    }
    if (ControllingTerminal.isThere()) {
      return Optional.empty();
    }
    log.debug("can't open /dev/tty");
    return Askpass.of(environment);
  }

  private Optional<String> answered(String question, boolean begun, OptionalInt interrupt)
      throws IOException {
    Optional<Askpass> askpass = askpass();
    return askpass.isEmpty()
        ? ControllingTerminal.ask(question, begun, interrupt)
        // as ssh: a window that is closed is the empty answer
        : Optional.of(by(askpass.get(), question).map(TerminalDialog::text).orElse(""));
  }

  private Optional<SecretBytes> by(Askpass askpass, String prompt) {
    try {
      return askpass.ask(prompt);
    } catch (IOException e) {
      log.error("ssh_askpass: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String text(SecretBytes answer) {
    try (answer) {
      return new String(answer.bytes(), StandardCharsets.UTF_8);
    }
  }

  @FunctionalInterface
  private interface Asking<T> {
    Optional<T> answer() throws IOException;
  }

  private <T> Optional<T> asking(Asking<T> question) {
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
  public void note(String message) {
    message.lines().forEach(log::verbose);
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
