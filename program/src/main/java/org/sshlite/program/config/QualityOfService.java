package org.sshlite.program.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * IPQoS of ssh_config(5) and sshd_config(5): how routers on the way are asked to treat a
 * connection. Each is the IP header's field that holds the DSCP, RFC 2474; empty for "none": what
 * the system has stands.
 *
 * @param interactive while nothing on it moves bulk
 * @param bulk while something does
 */
public record QualityOfService(OptionalInt interactive, OptionalInt bulk) {
  private static final Pattern OLD_TOS =
      Pattern.compile("none|lowdelay|throughput|reliability", Pattern.CASE_INSENSITIVE);
  private static final Pattern CLASS_SELECTOR =
      Pattern.compile("cs([0-7])", Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSURED =
      Pattern.compile("af([1-4])([1-3])", Pattern.CASE_INSENSITIVE);

  /** RFC 3246, 5865, 8622. */
  private static final Map<String, Integer> CODE_POINTS = Map.of("ef", 46, "va", 44, "le", 1);

  /** "ef cs0". */
  public static final QualityOfService DEFAULT =
      new QualityOfService(OptionalInt.of(46 << 2), OptionalInt.of(0));

  public static final Syntax<QualityOfService> SYNTAX =
      Syntax.shownAs(
          QualityOfService::read, value -> shown(value.interactive()) + " " + shown(value.bulk()));

  private static QualityOfService read(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    if (words.size() > 2) {
      throw line.error("keyword IPQoS extra arguments at end of line");
    }
    return new QualityOfService(field(line, words.getFirst()), field(line, words.getLast()));
  }

  private static OptionalInt field(ConfigLine line, String word) throws ConfigException {
    if (OLD_TOS.matcher(word).matches()) {
      return OptionalInt.empty();
    }
    Integer known = CODE_POINTS.get(word.toLowerCase(Locale.ROOT));
    var selector = CLASS_SELECTOR.matcher(word);
    var assured = ASSURED.matcher(word);
    if (known != null) {
      return OptionalInt.of(known << 2);
    }
    if (selector.matches()) {
      return OptionalInt.of(digit(selector.group(1)) << 5);
    }
    if (assured.matches()) {
      return OptionalInt.of(digit(assured.group(1)) << 5 | digit(assured.group(2)) << 3);
    }
    if (!word.matches("[0-9]{1,3}") || Integer.parseInt(word) > 255) {
      throw line.error("Bad IPQoS value: " + word);
    }
    return OptionalInt.of(Integer.parseInt(word));
  }

  private static int digit(String text) {
    return text.charAt(0) - '0';
  }

  private static String shown(OptionalInt field) {
    return field.isEmpty() ? "none" : named(field.getAsInt());
  }

  /** RFC 2474, 2597: the names of values that have one. */
  private static String named(int field) {
    int codePoint = field >> 2;
    int drop = codePoint >> 1 & 3;
    int group = codePoint >> 3;
    boolean assured = group >= 1 && group <= 4 && drop > 0 && (codePoint & 1) == 0;
    if ((field & 3) != 0) {
      return "0x%02x".formatted(field);
    }
    for (Map.Entry<String, Integer> known : CODE_POINTS.entrySet()) {
      if (known.getValue() == codePoint) {
        return known.getKey();
      }
    }
    if ((codePoint & 7) == 0) {
      return "cs" + group;
    }
    return assured ? "af" + group + drop : "0x%02x".formatted(field);
  }
}
