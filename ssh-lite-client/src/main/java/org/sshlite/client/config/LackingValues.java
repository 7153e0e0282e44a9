package org.sshlite.client.config;

import static java.util.Map.entry;

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

  static final Syntax<String> TUNNEL_DEVICE = text(LackingValues::tunnelDevice);

  private LackingValues() {}

  private static Syntax<String> text(Syntax.Reader<String> reader) {
    return Syntax.shownAs(reader, text -> text);
  }

  private static String tunnelDevice(ConfigLine line) throws ConfigException {
    var device = TUNNEL.matcher(line.only());
    if (!device.matches()) {
      throw line.error("Bad tun device.");
    }
    String remote = device.group(2) == null ? "any" : device.group(2);
    return (device.group(1) + ":" + remote).toLowerCase(Locale.ROOT);
  }
}
