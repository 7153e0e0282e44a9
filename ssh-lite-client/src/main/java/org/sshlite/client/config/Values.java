package org.sshlite.client.config;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.crypto.cert.FingerprintHash;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.program.config.ByteSize;
import org.sshlite.program.config.ChannelTimeouts;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.Syntax;
import org.sshlite.program.config.TimeSpan;
import org.sshlite.program.log.Facility;

/** How the values of ssh_config(5) are written that the client acts on. */
final class Values {
  private static final Pattern MASK = Pattern.compile("0*[0-7]{1,3}");
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("\\$\\w+|\\$\\{\\w+\\}.*|[^$].*");

  static final Syntax<Boolean> FLAG =
      Syntax.names(
          entry("yes", true), entry("no", false), entry("true", true), entry("false", false));

  /** Shown as "true" and "false". */
  static final Syntax<String> CONTROL_MASTER = words("true", "false", "auto", "ask", "autoask");

  /** "no", "yes" for ever, or seconds. */
  static final Syntax<String> PERSIST = Syntax.shownAs(Values::persist, text -> text);

  static final Syntax<WarnWeakCrypto> WARN =
      Syntax.names(
          entry("yes", WarnWeakCrypto.YES),
          entry("no", WarnWeakCrypto.NO),
          entry("true", WarnWeakCrypto.YES),
          entry("false", WarnWeakCrypto.NO),
          entry("no-pq-kex", WarnWeakCrypto.NO_PQ_KEX));

  static final Syntax<AddressFamily> FAMILY =
      Syntax.names(
          entry("any", AddressFamily.ANY),
          entry("inet", AddressFamily.INET),
          entry("inet6", AddressFamily.INET6));

  static final Syntax<RequestTty> TTY =
      Syntax.names(
          entry("true", RequestTty.YES),
          entry("false", RequestTty.NO),
          entry("yes", RequestTty.YES),
          entry("no", RequestTty.NO),
          entry("auto", RequestTty.AUTO),
          entry("force", RequestTty.FORCE));

  static final Syntax<SessionType> SESSION =
      Syntax.names(
          entry("default", SessionType.DEFAULT),
          entry("subsystem", SessionType.SUBSYSTEM),
          entry("none", SessionType.NONE));

  static final Syntax<StrictHostKeyChecking> STRICTNESS =
      Syntax.names(
          entry("true", StrictHostKeyChecking.YES),
          entry("false", StrictHostKeyChecking.OFF),
          entry("yes", StrictHostKeyChecking.YES),
          entry("no", StrictHostKeyChecking.OFF),
          entry("off", StrictHostKeyChecking.OFF),
          entry("ask", StrictHostKeyChecking.ASK),
          entry("accept-new", StrictHostKeyChecking.ACCEPT_NEW));

  static final Syntax<VerifyHostKeyDns> SSHFP =
      Syntax.names(
          entry("true", VerifyHostKeyDns.YES),
          entry("false", VerifyHostKeyDns.NO),
          entry("yes", VerifyHostKeyDns.YES),
          entry("no", VerifyHostKeyDns.NO),
          entry("ask", VerifyHostKeyDns.ASK));

  static final Syntax<Optional<UpdateHostKeys>> UPDATES =
      Syntax.names(
          entry("true", Optional.of(UpdateHostKeys.YES)),
          entry("false", Optional.of(UpdateHostKeys.NO)),
          entry("yes", Optional.of(UpdateHostKeys.YES)),
          entry("no", Optional.of(UpdateHostKeys.NO)),
          entry("ask", Optional.of(UpdateHostKeys.ASK)));

  /** Zero for "none". */
  static final Syntax<Duration> TIME =
      Syntax.shownAs(
          line -> line.is("none") ? Duration.ZERO : line.timeSpan(),
          time -> Long.toString(time.toSeconds()));

  /** Empty for "none". */
  static final Syntax<Optional<Duration>> TIME_OR_NONE =
      Syntax.shownAs(
          line -> line.is("none") ? Optional.empty() : Optional.of(line.timeSpan()),
          time -> time.map(t -> Long.toString(t.toSeconds())).orElse("none"));

  static final Syntax<ChannelTimeouts> TIMEOUTS =
      Syntax.shownAs(ChannelTimeouts::read, ChannelTimeouts::toString);
  static final Syntax<Integer> PORT = Syntax.shownAs(Values::port, String::valueOf);

  static final Syntax<LogLevel> LEVEL =
      Syntax.shownAs(
          ConfigLine::logLevel, level -> level == LogLevel.DEBUG1 ? "DEBUG" : level.name());

  static final Syntax<FingerprintHash> HASH = Syntax.shownAs(Values::hash, FingerprintHash::name);

  static final Syntax<Facility> FACILITY = Syntax.shownAs(Values::facility, Facility::name);

  static final Syntax<EscapeCharacter> ESCAPE =
      Syntax.shownAs(
          line ->
              EscapeCharacter.parse(line.only())
                  .orElseThrow(() -> line.error("Bad escape character.")),
          EscapeCharacter::toString);

  static final Syntax<RekeyLimit> REKEY =
      Syntax.shownAs(
          Values::rekeyLimit, limit -> limit.bytes() + " " + limit.interval().toSeconds());

  /** A umask. */
  static final Syntax<Integer> BIND_MASK =
      Syntax.shownAs(Values::mask, mask -> "0" + Integer.toOctalString(mask));

  /** "yes", "no", a path or a variable that names one. */
  static final Syntax<String> AGENT = Syntax.shownAs(Values::agent, text -> text);

  /** Words that stand behind a keyword with commas between. */
  static final Syntax<List<String>> COMMA_LIST =
      Syntax.shownAs(line -> List.of(line.only().split(",")), words -> String.join(",", words));

  /** One word, of each of several lines. */
  static final Syntax<List<String>> WORD_A_LINE =
      new Syntax<>(line -> List.of(line.only()), words -> words);

  static final Syntax<List<String>> VARIABLE_NAMES =
      new Syntax<>(Values::variableNames, names -> names);

  static final Syntax<List<String>> VARIABLES =
      new Syntax<>(Values::variables, assignments -> assignments);

  /** It is run by no shell, and nobody's PATH shall choose what vouches for hosts. */
  static final Syntax<Optional<String>> ABSOLUTE_COMMAND =
      new Syntax<>(Values::absoluteCommand, Syntax.COMMAND.show());

  /** The rest of the line; an empty text for "none". */
  static final Syntax<Optional<String>> ADDENDUM =
      new Syntax<>(
          line -> Optional.of(line.rest().equalsIgnoreCase("none") ? "" : line.rest()),
          Syntax.COMMAND.show());

  private Values() {}

  private static int port(ConfigLine line) throws ConfigException {
    String text = line.only();
    return Destination.port(text).orElseThrow(() -> line.error("Bad port '" + text + "'."));
  }

  private static RekeyLimit rekeyLimit(ConfigLine line) throws ConfigException {
    List<String> words = line.all();
    if (words.size() > 2) {
      throw line.error("keyword RekeyLimit extra arguments at end of line");
    }
    String size = words.getFirst();
    OptionalLong bytes =
        size.equals("default") || size.equals("none") ? OptionalLong.of(0) : ByteSize.parse(size);
    if (bytes.isEmpty()) {
      throw line.error("Bad number '" + size + "'");
    }
    if (bytes.getAsLong() != 0 && bytes.getAsLong() < RekeyLimit.LEAST_BYTES) {
      throw line.error("RekeyLimit too small");
    }
    boolean timeless = words.size() == 1 || words.getLast().equals("none");
    Optional<Duration> interval =
        timeless ? Optional.of(Duration.ZERO) : TimeSpan.parse(words.getLast());
    return new RekeyLimit(
        bytes.getAsLong(), interval.orElseThrow(() -> line.error("invalid time value.")));
  }

  private static Optional<String> absoluteCommand(ConfigLine line) throws ConfigException {
    Optional<String> command = Syntax.COMMAND.reader().read(line);
    if (command.isPresent() && !command.get().startsWith("/")) {
      throw line.error("KnownHostsCommand must be an absolute path");
    }
    return command;
  }

  private static List<String> variableNames(ConfigLine line) throws ConfigException {
    List<String> names = line.all();
    if (names.stream().anyMatch(name -> name.indexOf('=') >= 0)) {
      throw line.error("Invalid environment name.");
    }
    return names;
  }

  /** The first value of each variable. */
  private static List<String> variables(ConfigLine line) throws ConfigException {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String word : line.all()) {
      int equals = word.indexOf('=');
      if (equals <= 0) {
        throw line.error("Invalid SetEnv.");
      }
      variables.putIfAbsent(word.substring(0, equals), word);
    }
    return new ArrayList<>(variables.values());
  }

  /** One of {@code names}, as it is written there whatever its case here. */
  static long seconds(ConfigLine line, String text, String problem) throws ConfigException {
    return TimeSpan.parse(text).orElseThrow(() -> line.error(problem)).toSeconds();
  }

  private static FingerprintHash hash(ConfigLine line) throws ConfigException {
    String name = line.only();
    return FingerprintHash.byName(name)
        .orElseThrow(() -> line.error("Invalid hash algorithm \"" + name + "\"."));
  }

  private static Facility facility(ConfigLine line) throws ConfigException {
    String name = line.only();
    return Facility.byName(name)
        .orElseThrow(() -> line.error("unsupported log facility '" + name + "'"));
  }

  private static int mask(ConfigLine line) throws ConfigException {
    String text = line.only("Missing StreamLocalBindMask argument.");
    if (!MASK.matcher(text).matches()) {
      throw line.error("Bad mask.");
    }
    return Integer.parseInt(text, 8);
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

  /** "true" for "yes", "false" for "no". */
  static Syntax<String> words(String... words) {
    return Syntax.shownAs(
        line -> {
          String word = line.only().toLowerCase(Locale.ROOT);
          String same = Map.of("yes", "true", "no", "false").getOrDefault(word, word);
          if (!List.of(words).contains(same)) {
            throw line.error("unsupported option \"" + line.only() + "\".");
          }
          return same;
        },
        text -> text);
  }

  private static String persist(ConfigLine line) throws ConfigException {
    String text = line.only("Missing ControlPersist argument.");
    return switch (text) {
      case "no", "false" -> "no";
      case "yes", "true" -> "yes";
      default -> {
        String time = String.valueOf(seconds(line, text, "Bad ControlPersist argument."));
        yield time.equals("0") ? "yes" : time;
      }
    };
  }
}
