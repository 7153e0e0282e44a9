package org.sshlite.sshd.auth;

import java.util.function.Supplier;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/**
 * What the lines of one source may cost that are about a key, or a principal, and do not let it in.
 * Whoever writes them can have a server read all of them before any login, as often as he likes:
 * one of them is logged, for the log is everybody's, and those that cannot be used end it.
 */
final class LineLimit {
  /** More than anybody leaves in a file: none of them is of any use. */
  static final int MOST_UNUSABLE = 64;

  private final StderrLog log;
  private int unusable;
  private int told;
  private String source = "";

  LineLimit(StderrLog log) {
    this.log = log;
  }

  /** One whose options are wrong. */
  void unusable(TrustedLines.Line line) {
    unusable++;
    if (isReached()) {
      log.info(
          "%s: %d lines for the same that cannot be used: what follows is ignored"
              .formatted(line.place(), MOST_UNUSABLE));
    }
  }

  /** Whether what follows is to be ignored. */
  boolean isReached() {
    return unusable >= MOST_UNUSABLE;
  }

  /** Logs what {@code line} says, if it is the first. */
  void tell(TrustedLines.Line line, LogLevel level, Supplier<String> message) {
    told++;
    source = line.source();
    if (told == 1) {
      log.log(level, message.get());
    }
  }

  /** How many more there were. */
  void tellRest() {
    if (told > 1) {
      log.info("%s: %d more lines that refuse the same".formatted(source, told - 1));
    }
  }
}
