package org.sshlite.client.config;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.protocol.config.ConfigException;
import org.sshlite.protocol.config.ConfigLine;
import org.sshlite.protocol.config.StderrLog;

/** Match of ssh_config(5), against what is known of the host when the line is read. */
final class Matcher {
  private final ClientConfig config;
  private final MatchContext context;
  private final StderrLog log;
  private boolean wantsFinalPass;
  private boolean finalPass;

  Matcher(ClientConfig config, MatchContext context, StderrLog log) {
    this.config = config;
    this.context = context;
    this.log = log;
  }

  /** Whether a "Match final" was seen, so that the files are to be read once more. */
  boolean wantsFinalPass() {
    return wantsFinalPass;
  }

  void startFinalPass() {
    finalPass = true;
  }

  /**
   * Whether the block counts. All criteria must hold.
   *
   * @param reachable false in a file that is included for other hosts: checked, never true, and no
   *     command of it is run
   * @throws ConfigException for a criterion that cannot be judged: never skipped
   */
  boolean matches(ConfigLine line, boolean reachable) throws ConfigException {
    // "tagged" and "command" may be compared with the empty word
    Deque<String> words = new ArrayDeque<>(line.arguments());
    if (words.isEmpty()) {
      throw line.error("One or more attributes required for Match");
    }
    boolean alone = true;
    boolean result = reachable;
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      boolean negated = word.startsWith("!");
      String name = negated ? word.substring(1) : word;
      if (name.equalsIgnoreCase("all")) {
        if (!alone || !words.isEmpty()) {
          throw line.error("'all' cannot be combined with other Match attributes");
        }
        return result && !negated;
      }
      alone = false;
      result &= criterion(line, name, negated, words, result) != negated;
    }
    return result;
  }

  private boolean criterion(
      ConfigLine line, String name, boolean negated, Deque<String> words, boolean wanted)
      throws ConfigException {
    int equals = name.indexOf('=');
    String attribute = (equals < 0 ? name : name.substring(0, equals)).toLowerCase(Locale.ROOT);
    switch (attribute) {
      case "canonical" -> {
        return finalPass;
      }
      case "final" -> {
        wantsFinalPass |= !negated;
        return finalPass;
      }
      default -> {
        if (equals > 0) {
          return compare(line, attribute, name.substring(equals + 1), wanted);
        }
        if (words.isEmpty()) {
          throw line.error("missing argument for Match '" + name + "'");
        }
        return compare(line, attribute, words.removeFirst(), wanted);
      }
    }
  }

  private boolean compare(ConfigLine line, String name, String argument, boolean wanted)
      throws ConfigException {
    if (argument.isEmpty() && !name.equals("tagged") && !name.equals("command")) {
      throw line.error("Missing Match criteria for " + name);
    }
    return switch (name) {
      case "host" -> PatternList.parse(argument).matchesHost(tokens().host());
      case "originalhost" -> PatternList.parse(argument).matchesHost(context.originalHost());
      case "user" -> PatternList.parse(argument).matches(tokens().remoteUser());
      case "localuser" -> PatternList.parse(argument).matches(context.local().name());
      case "tagged" -> matchesPossiblyEmpty(config.tag.get().orElse(""), argument);
      case "command" -> matchesPossiblyEmpty(context.command(), argument);
      case "sessiontype" -> PatternList.parse(argument).matches(sessionType());
      case "exec" -> wanted && succeeds(line, tokens().percent(argument));
      case "localnetwork", "version" -> throw line.error("Match " + name + " is not supported yet");
      default -> throw line.error("Unsupported Match attribute " + name);
    };
  }

  private static boolean matchesPossiblyEmpty(String text, String argument) {
    return text.isEmpty() ? argument.isEmpty() : PatternList.parse(argument).matches(text);
  }

  private String sessionType() {
    return switch (config.sessionType.get()) {
      case SUBSYSTEM -> "subsystem";
      case NONE -> "none";
      case DEFAULT -> context.command().isEmpty() ? "shell" : "exec";
    };
  }

  private boolean succeeds(ConfigLine line, String command) throws ConfigException {
    String shell = context.local().variables().apply("SHELL");
    List<String> words =
        List.of(shell == null || shell.isEmpty() ? "/bin/sh" : shell, "-c", command);
    log.debug("Executing command: '" + command + "'");
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(new java.io.File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      throw line.error("match exec '" + command + "': " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw line.error("match exec '" + command + "' was interrupted");
    }
  }

  /** What is in force so far, or else the defaults. */
  Tokens tokens() throws ConfigException {
    return Tokens.of(config, context);
  }
}
