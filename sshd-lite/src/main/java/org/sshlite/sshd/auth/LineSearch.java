package org.sshlite.sshd.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.sshlite.program.config.StderrLog;

/**
 * Asks about the lines of a text that comes piece by piece, until one is the answer. Holds no more
 * than the line that is not whole yet. One thread at a time.
 */
final class LineSearch<T> {
  // bytes: with a thousand permitopen= and more; for sshd, a process each, there is no limit
  static final int MOST = 64 * 1024;

  private static final int FIRST = 1024;

  private final String source;
  private final Function<TrustedLines.Line, Optional<T>> question;
  private final StderrLog log;
  private byte[] line = new byte[FIRST];
  private int length;
  private boolean tooLong;
  private int number;
  private int ignored;
  private Optional<T> answer = Optional.empty();

  /**
   * @param source of the lines, for the log; safe to print
   */
  LineSearch(String source, Function<TrustedLines.Line, Optional<T>> question, StderrLog log) {
    this.source = source;
    this.question = question;
    this.log = log;
  }

  /** What one of the lines so far is the answer of: what follows is not looked at. */
  Optional<T> answer() {
    return answer;
  }

  /** The next piece. */
  void add(byte[] bytes, int count) {
    int begin = 0;
    for (int i = 0; i < count && answer.isEmpty(); i++) {
      if (bytes[i] == '\n') {
        keep(bytes, begin, i);
        endLine();
        begin = i + 1;
      }
    }
    if (answer.isEmpty()) {
      keep(bytes, begin, count);
    }
  }

  /** There is no more: what is there of a line is one. */
  void end() {
    if (answer.isEmpty()) {
      endLine();
      tellIgnored();
    }
  }

  /** A file has room for many, and it is read for each key that is offered. */
  private void tellIgnored() {
    if (ignored > 1) {
      log.info(
          "%s: %d more that are longer than %d bytes: ignored"
              .formatted(source, ignored - 1, MOST));
    }
  }

  private void keep(byte[] bytes, int begin, int end) {
    int more = end - begin;
    tooLong |= more > MOST - length;
    if (tooLong) {
      length = 0;
      return;
    }
    if (more > line.length - length) {
      line = Arrays.copyOf(line, Math.min(MOST, Math.max(2 * line.length, length + more)));
    }
    System.arraycopy(bytes, begin, line, length, more);
    length += more;
  }

  private void endLine() {
    number++;
    if (tooLong) {
      ignored++;
      if (ignored == 1) {
        log.info("%s:%d: longer than %d bytes: ignored".formatted(source, number, MOST));
      }
    } else if (length > 0) {
      // what is not UTF-8 is replaced: a comment in another encoding must not hide a key
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      answer = question.apply(new TrustedLines.Line(source, number, text));
      if (answer.isPresent()) {
        tellIgnored();
      }
    }
    length = 0;
    tooLong = false;
  }
}
