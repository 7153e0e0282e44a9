package org.sshlite.sshd.penalty;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.program.config.TimeSpan;

/** TIME FORMATS of sshd_config(5) where parts of a second count: {@code 90}, {@code 1m0.5s}. */
final class Seconds {
  private static final Pattern PART =
      Pattern.compile("([0-9]{0,10}\\.[0-9]{1,9}|[0-9]{1,10})([a-z]?)");

  private Seconds() {}

  /** Empty when {@code text} is no time. */
  static OptionalDouble parse(String text) {
    Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
    double total = 0;
    boolean seconds = false;
    int at = 0;
    while (at < text.length()) {
      if (!part.region(at, text.length()).lookingAt()) {
        return OptionalDouble.empty();
      }
      int unit = TimeSpan.unit(part.group(2));
      boolean fraction = part.group(1).indexOf('.') >= 0;
      if (unit == 0 || unit == 1 && seconds || unit > 1 && fraction) {
        return OptionalDouble.empty();
      }
      seconds |= unit == 1;
      total += Double.parseDouble(part.group(1)) * unit;
      at = part.end();
    }
    return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(total);
  }
}
