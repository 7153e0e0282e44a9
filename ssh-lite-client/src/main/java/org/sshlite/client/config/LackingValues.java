package org.sshlite.client.config;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.Syntax;

/**
 * How the values of keywords are written that have no effect here yet: read for their errors, and
 * kept as {@code -G} shows them. Who gives one an effect gives it a type of its own in {@link
 * Values}.
 */
final class LackingValues {
  private static final List<String> FACILITIES =
      List.of(
          "DAEMON",
          "USER",
          "AUTH",
          "AUTHPRIV",
          "LOCAL0",
          "LOCAL1",
          "LOCAL2",
          "LOCAL3",
          "LOCAL4",
          "LOCAL5",
          "LOCAL6",
          "LOCAL7");
  private static final Pattern TUNNEL =
      Pattern.compile("(any|[0-9]{1,9})(?::(any|[0-9]{1,9}))?", Pattern.CASE_INSENSITIVE);

  static final Syntax<String> TUNNEL_MODE =
      Syntax.names(
          entry("point-to-point", "point-to-point"),
          entry("ethernet", "ethernet"),
          entry("yes", "point-to-point"),
          entry("true", "point-to-point"),
          entry("false", "false"),
          entry("no", "false"));

  static final Syntax<String> FACILITY = text(line -> facility(line));

  static final Syntax<String> TUNNEL_DEVICE = text(LackingValues::tunnelDevice);
  static final Syntax<List<String>> CNAMES = list(LackingValues::cnames);

  private LackingValues() {}

  private static Syntax<String> text(Syntax.Reader<String> reader) {
    return Syntax.shownAs(reader, text -> text);
  }

  private static Syntax<List<String>> list(Syntax.Reader<List<String>> reader) {
    return new Syntax<>(reader, Syntax.WORDS_OR_NONE.show());
  }

  private static String facility(ConfigLine line) throws ConfigException {
    String text = line.only();
    return FACILITIES.stream()
        .filter(text::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(() -> line.error("unsupported log facility '" + text + "'"));
  }

  private static String tunnelDevice(ConfigLine line) throws ConfigException {
    var device = TUNNEL.matcher(line.only());
    if (!device.matches()) {
      throw line.error("Bad tun device.");
    }
    String remote = device.group(2) == null ? "any" : device.group(2);
    return (device.group(1) + ":" + remote).toLowerCase(Locale.ROOT);
  }

  private static List<String> cnames(ConfigLine line) throws ConfigException {
    List<String> rules = new ArrayList<>();
    for (String word : line.allOrNone()) {
      String rule = word.toLowerCase(Locale.ROOT);
      int colon = rule.indexOf(':');
      if (!rule.equals("*") && (colon < 0 || colon + 1 == rule.length())) {
        throw line.error("Invalid permitted CNAME \"" + rule + "\"");
      }
      rules.add(rule.equals("*") ? "*:*" : rule);
    }
    return rules;
  }
}
