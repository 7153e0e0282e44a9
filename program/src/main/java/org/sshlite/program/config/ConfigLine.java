package org.sshlite.program.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sshlite.crypto.wire.Printable;

/**
 * One line of a configuration: a keyword and its arguments.
 *
 * @param source the file's name as it was given, or {@link #COMMAND_LINE}
 * @param line from 1; 0 on the command line
 * @param keyword as it was written; compare without regard to case
 * @param rest what follows the keyword, not taken apart, a trailing comment included: for keywords
 *     whose argument is a command
 * @param arguments the words of {@code rest}, without a trailing comment
 */
public record ConfigLine(
    String source, int line, String keyword, String rest, List<String> arguments) {
  /** Source of options given with {@code -o}. */
  public static final String COMMAND_LINE = "command-line";

  private static final String BLANKS = " \t\r\n";
  private static final Map<String, Boolean> YES_NO = Map.of("yes", true, "no", false);

  public ConfigLine {
    arguments = List.copyOf(arguments);
  }

  /**
   * Takes a line apart: {@code keyword arguments}, {@code keyword=arguments}, the keyword quoted or
   * not.
   *
   * @return empty for a line without a keyword
   * @throws ConfigException when there is no argument or a quote is not closed
   */
  public static Optional<ConfigLine> parse(String source, int line, String text)
      throws ConfigException {
    if (isEmpty(text)) {
      return Optional.empty();
    }
    int start = start(text);
    int end = endOf(text);
    boolean quoted = text.charAt(start) == '"';
    int from = quoted ? start + 1 : start;
    int to = from;
    while (to < end && (quoted ? "\"" : BLANKS + "\"=").indexOf(text.charAt(to)) < 0) {
      to++;
    }
    if (quoted && to == end) {
      throw new ConfigException(source, line, "invalid quotes");
    }
    String keyword = text.substring(from, to);
    int rest = skip(text, quoted ? to + 1 : to);
    if (rest < end && text.charAt(rest) == '=') {
      rest = skip(text, rest + 1);
    }
    if (rest >= end) {
      throw new ConfigException(
          source, line, "no argument after keyword \"" + Printable.line(keyword) + "\"");
    }
    return Optional.of(of(source, line, keyword, text.substring(rest, end)));
  }

  private static ConfigLine of(String source, int line, String keyword, String rest)
      throws ConfigException {
    List<String> arguments =
        Words.split(rest, true)
            .orElseThrow(() -> new ConfigException(source, line, "invalid quotes"));
    return new ConfigLine(source, line, keyword, rest, arguments);
  }

  private static int skip(String text, int at) {
    while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static int endOf(String text) {
    int end = text.length();
    while (end > 0 && (BLANKS + "\f").indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  /** Whether a line holds no keyword: blank, a comment, or underlined by equals signs. */
  public static boolean isEmpty(String text) {
    int start = start(text);
    return start >= endOf(text) || "#=".indexOf(text.charAt(start)) >= 0;
  }

  /**
   * Where the keyword begins: OpenSSH passes over one equals sign before it, and over the line at
   * two.
   */
  private static int start(String text) {
    int start = skip(text, 0);
    return start < text.length() && text.charAt(start) == '=' ? skip(text, start + 1) : start;
  }

  public boolean onCommandLine() {
    return line == 0;
  }

  /** What is wrong with this line, to be thrown. Quoted text in {@code message} is escaped here. */
  public ConfigException error(String message) {
    return new ConfigException(source, line, Printable.lines(message).replace('\n', ' '));
  }

  /** The only argument. */
  public String only() throws ConfigException {
    return only("missing argument.");
  }

  /**
   * The only argument.
   *
   * @param missing what is said when there is none or an empty one
   */
  public String only(String missing) throws ConfigException {
    if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
      throw error(missing);
    }
    if (arguments.size() > 1) {
      throw error("keyword " + keyword + " extra arguments at end of line");
    }
    return arguments.getFirst();
  }

  /** All arguments, at least one, none of them empty. */
  public List<String> all() throws ConfigException {
    if (arguments.isEmpty()) {
      throw error("no " + keyword + " specified");
    }
    if (arguments.contains("")) {
      throw error("keyword " + keyword + " empty argument");
    }
    return arguments;
  }

  /** As {@link #all()}, for keywords where "none" stands alone and means an empty list. */
  public List<String> allOrNone() throws ConfigException {
    List<String> values = all();
    if (values.stream().noneMatch("none"::equalsIgnoreCase)) {
      return values;
    }
    if (values.size() > 1) {
      throw error("keyword " + keyword + " \"none\" argument must appear alone.");
    }
    return List.of();
  }

  public boolean yesNo() throws ConfigException {
    return oneOf(YES_NO);
  }

  /**
   * The value that the only argument names.
   *
   * @param values by their names in lower case
   */
  public <T> T oneOf(Map<String, T> values) throws ConfigException {
    String name = only();
    T value = values.get(name.toLowerCase(Locale.ROOT));
    if (value == null) {
      throw error("unsupported option \"" + name + "\".");
    }
    return value;
  }

  /** Whole seconds, as {@link TimeSpan} reads them. */
  public Duration timeSpan() throws ConfigException {
    return TimeSpan.parse(only("missing time value."))
        .orElseThrow(() -> error("invalid time value."));
  }

  /** A whole number, 0 or more. */
  public int number() throws ConfigException {
    String text = only("integer value missing.");
    try {
      int value = Integer.parseInt(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // told below, like a negative one
    }
    throw error(keyword + " integer value invalid.");
  }

  public LogLevel logLevel() throws ConfigException {
    String name = only();
    return LogLevel.byName(name).orElseThrow(() -> error("unsupported log level '" + name + "'"));
  }

  /** Whether the only argument is {@code value}, without regard to case. */
  public boolean is(String value) {
    return arguments.size() == 1 && arguments.getFirst().equalsIgnoreCase(value);
  }
}
