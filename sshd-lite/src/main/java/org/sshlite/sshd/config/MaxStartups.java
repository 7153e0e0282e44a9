package org.sshlite.sshd.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sshlite.protocol.config.ConfigException;
import org.sshlite.protocol.config.ConfigLine;

/**
 * MaxStartups of sshd_config(5): connections that have not logged in.
 *
 * @param begin from so many on, new ones are dropped at random
 * @param rate percent that are dropped at {@code begin}, rising to all at {@code full}
 */
public record MaxStartups(int begin, int rate, int full) {
  public static final MaxStartups DEFAULT = new MaxStartups(10, 30, 100);

  private static final Pattern SPEC =
      Pattern.compile("([0-9]{1,9})(?::([0-9]{1,3}):([0-9]{1,9}))?");

  static MaxStartups read(ConfigLine line) throws ConfigException {
    Matcher spec = SPEC.matcher(line.only());
    if (spec.matches()) {
      int begin = Integer.parseInt(spec.group(1));
      boolean simple = spec.group(2) == null;
      int rate = simple ? 100 : Integer.parseInt(spec.group(2));
      int full = simple ? begin : Integer.parseInt(spec.group(3));
      if (begin > 0 && rate >= 1 && rate <= 100 && full >= begin) {
        return new MaxStartups(begin, rate, full);
      }
    }
    throw line.error("Invalid MaxStartups spec.");
  }

  /**
   * Whether one more is dropped.
   *
   * @param startups how many there are
   * @param chance 0 to 99, at random
   */
  public boolean drops(int startups, int chance) {
    if (startups < begin) {
      return false;
    }
    if (startups >= full || rate == 100) {
      return true;
    }
    return chance < rate + (100L - rate) * (startups - begin) / (full - begin);
  }

  @Override
  public String toString() {
    return begin + ":" + rate + ":" + full;
  }
}
