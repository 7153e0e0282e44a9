package org.sshlite.client.config;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.Syntax;
import org.sshlite.program.config.TimeSpan;

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
  private static final List<String> HASHES = List.of("MD5", "SHA1", "SHA256", "SHA384", "SHA512");
  private static final Pattern DSCP =
      Pattern.compile("none|af[1-4][1-3]|cs[0-7]|ef|le|va", Pattern.CASE_INSENSITIVE);
  private static final Pattern OLD_TOS =
      Pattern.compile("lowdelay|throughput|reliability", Pattern.CASE_INSENSITIVE);
  private static final Pattern MASK = Pattern.compile("0*[0-7]{1,3}");
  private static final Pattern TUNNEL =
      Pattern.compile("(any|[0-9]{1,9})(?::(any|[0-9]{1,9}))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("\\$\\w+|\\$\\{\\w+\\}.*|[^$].*");

  /** Shown as "true" and "false". */
  static final Syntax<String> CONTROL_MASTER = words("true", "false", "auto", "ask", "autoask");

  static final Syntax<String> TUNNEL_MODE =
      Syntax.names(
          entry("point-to-point", "point-to-point"),
          entry("ethernet", "ethernet"),
          entry("yes", "point-to-point"),
          entry("true", "point-to-point"),
          entry("false", "false"),
          entry("no", "false"));

  static final Syntax<String> FACILITY =
      text(line -> Values.oneOf(line, FACILITIES, "unsupported log facility '%s'"));

  static final Syntax<String> HASH =
      text(line -> Values.oneOf(line, HASHES, "Invalid hash algorithm \"%s\"."));

  static final Syntax<String> IPQOS = text(LackingValues::qualityOfService);
  static final Syntax<String> BIND_MASK = text(LackingValues::mask);
  static final Syntax<String> TUNNEL_DEVICE = text(LackingValues::tunnelDevice);
  static final Syntax<String> AGENT_KEYS = text(LackingValues::agentKeys);
  static final Syntax<String> PERSIST = text(LackingValues::persist);
  static final Syntax<String> KEYSTROKES = text(LackingValues::keystrokes);
  static final Syntax<String> AGENT = text(LackingValues::agent);
  static final Syntax<List<String>> TIMEOUTS = list(LackingValues::timeouts);
  static final Syntax<List<String>> CNAMES = list(LackingValues::cnames);
  static final Syntax<List<String>> REMOTE_OPENS =
      Syntax.shownAs(LackingValues::remoteOpens, words -> String.join(" ", words));
  static final Syntax<Optional<String>> JUMP =
      new Syntax<>(LackingValues::jump, jump -> jump.stream().toList());

  private LackingValues() {}

  private static Syntax<String> text(Syntax.Reader<String> reader) {
    return Syntax.shownAs(reader, text -> text);
  }

  private static Syntax<List<String>> list(Syntax.Reader<List<String>> reader) {
    return new Syntax<>(reader, Syntax.WORDS_OR_NONE.show());
  }

  /** "true" for "yes", "false" for "no". */
  static Syntax<String> words(String... words) {
    return text(
        line -> {
          String word = line.only().toLowerCase(Locale.ROOT);
          String same = Map.of("yes", "true", "no", "false").getOrDefault(word, word);
          if (!List.of(words).contains(same)) {
            throw line.error("unsupported option \"" + line.only() + "\".");
          }
          return same;
        });
  }

  private static String qualityOfService(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    if (words.size() > 2) {
      throw line.error("keyword IPQoS extra arguments at end of line");
    }
    return serviceClass(line, words.getFirst()) + " " + serviceClass(line, words.getLast());
  }

  private static String serviceClass(ConfigLine line, String word) throws ConfigException {
    if (OLD_TOS.matcher(word).matches()) {
      return "none"; // the system's default
    }
    if (DSCP.matcher(word).matches()) {
      return word.toLowerCase(Locale.ROOT);
    }
    if (!word.matches("[0-9]{1,3}") || Integer.parseInt(word) > 255) {
      throw line.error("Bad IPQoS value: " + word);
    }
    return named(Integer.parseInt(word));
  }

  /** RFC 2474, 2597, 3246, 5865, 8622: the names of values of the field that holds the DSCP. */
  private static String named(int field) {
    int codePoint = field >> 2;
    int drop = codePoint >> 1 & 3;
    int group = codePoint >> 3;
    boolean assured = group >= 1 && group <= 4 && drop > 0 && (codePoint & 1) == 0;
    if ((field & 3) != 0) {
      return "0x%02x".formatted(field);
    }
    return switch (codePoint) {
      case 46 -> "ef";
      case 44 -> "va";
      case 1 -> "le";
      default -> {
        if ((codePoint & 7) == 0) {
          yield "cs" + group;
        }
        yield assured ? "af" + group + drop : "0x%02x".formatted(field);
      }
    };
  }

  private static String mask(ConfigLine line) throws ConfigException {
    String text = line.only("Missing StreamLocalBindMask argument.");
    if (!MASK.matcher(text).matches()) {
      throw line.error("Bad mask.");
    }
    return "0" + Integer.toOctalString(Integer.parseInt(text, 8));
  }

  private static String tunnelDevice(ConfigLine line) throws ConfigException {
    var device = TUNNEL.matcher(line.only());
    if (!device.matches()) {
      throw line.error("Bad tun device.");
    }
    String remote = device.group(2) == null ? "any" : device.group(2);
    return (device.group(1) + ":" + remote).toLowerCase(Locale.ROOT);
  }

  private static String agentKeys(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    String first = words.getFirst().toLowerCase(Locale.ROOT);
    if (words.size() > 2 || words.size() == 2 && !first.equals("confirm")) {
      throw line.error("unsupported option");
    }
    if (words.size() == 2) {
      return "confirm " + seconds(line, words.getLast(), "invalid time value.");
    }
    return switch (first) {
      case "yes", "true" -> "true";
      case "no", "false" -> "false";
      case "ask", "confirm" -> first;
      default -> seconds(line, first, "unsupported option");
    };
  }

  private static String persist(ConfigLine line) throws ConfigException {
    String text = line.only("Missing ControlPersist argument.");
    return switch (text) {
      case "no", "false" -> "no";
      case "yes", "true" -> "yes";
      default -> {
        String time = seconds(line, text, "Bad ControlPersist argument.");
        yield time.equals("0") ? "yes" : time;
      }
    };
  }

  private static String seconds(ConfigLine line, String text, String problem)
      throws ConfigException {
    return TimeSpan.parse(text)
        .map(time -> Long.toString(time.toSeconds()))
        .orElseThrow(() -> line.error(problem));
  }

  private static String keystrokes(ConfigLine line) throws ConfigException {
    String text = line.only();
    switch (text) {
      case "yes", "true", "interval:20":
        return "yes";
      case "no", "false":
        return "no";
      default:
        if (!text.startsWith("interval:")) {
          throw line.error("unsupported argument \"" + text + "\"");
        }
        String interval = text.substring("interval:".length());
        if (!interval.matches("[0-9]{1,4}")
            || Integer.parseInt(interval) < 1
            || Integer.parseInt(interval) > 1000) {
          throw line.error("value out of range.");
        }
        return Integer.toString(Integer.parseInt(interval));
    }
  }

  private static String agent(ConfigLine line) throws ConfigException {
    String text = line.only();
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> "yes";
      case "no", "false" -> "no";
      default -> {
        if (!ENVIRONMENT_NAME.matcher(text).matches()) {
          throw line.error("Invalid environment name " + text + ".");
        }
        yield text;
      }
    };
  }

  private static List<String> timeouts(ConfigLine line) throws ConfigException {
    List<String> entries = line.allOrNone();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      if (equals <= 0 || TimeSpan.parse(entry.substring(equals + 1)).isEmpty()) {
        throw line.error("invalid channel timeout " + entry);
      }
    }
    return entries;
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

  private static List<String> remoteOpens(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    for (String word : words) {
      boolean alone = word.equalsIgnoreCase("none") || word.equalsIgnoreCase("any");
      if (alone && words.size() > 1) {
        throw line.error(
            "keyword " + line.keyword() + " \"" + word + "\" argument must appear alone.");
      }
      String port = word.substring(word.lastIndexOf(':') + 1);
      if (!alone && (port.length() == word.length() || !isPortOrAny(port))) {
        throw line.error("bad port number in PermitRemoteOpen");
      }
    }
    return words;
  }

  private static boolean isPortOrAny(String text) {
    return text.equals("*") || Destination.port(text).isPresent();
  }

  /** As it was written, but the last host in brackets where it is an address. */
  private static Optional<String> jump(ConfigLine line) throws ConfigException {
    String text = line.rest().split("#", 2)[0].strip();
    if (text.equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    List<String> hops = List.of(text.split(",", -1));
    List<String> shown = new ArrayList<>(hops.subList(0, hops.size() - 1));
    for (String hop : hops) {
      if (Destination.parseJump(hop).filter(d -> isSafe(line, d)).isEmpty()) {
        throw line.error("Invalid ProxyJump \"" + text + "\"");
      }
    }
    shown.add(Destination.parseJump(hops.getLast()).orElseThrow().asJump());
    return Optional.of(String.join(",", shown));
  }

  private static boolean isSafe(ConfigLine line, Destination hop) {
    return !line.onCommandLine()
        || Destination.isSafeHost(hop.host())
            && hop.user().map(Destination::isSafeUser).orElse(true);
  }
}
