package org.sshlite.client.config;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sshlite.crypto.cert.CidrList;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.system.UserEnvironment;

/** Match of ssh_config(5), against what is known of the host when the line is read. */
final class Matcher {
  /** Whose files we read: what a file says about a release, it says about how it is read. */
  private static final String VERSION = "OpenSSH_10.5p1";

  private final ClientConfig config;
  private final MatchContext context;
  private final StderrLog log;
  private boolean wantsFinalPass;
  private Optional<String> resolved = Optional.empty();

  Matcher(ClientConfig config, MatchContext context, StderrLog log) {
    this.config = config;
    this.context = context;
    this.log = log;
  }

  /** Whether a "Match final" was seen, so that the files are to be read once more. */
  boolean wantsFinalPass() {
    return wantsFinalPass;
  }

  /**
   * From here on "final" and "canonical" hold, and Host is about another name.
   *
   * @param host the name to connect to, which is settled now
   */
  void startFinalPass(String host) {
    resolved = Optional.of(host);
  }

  /** What Host compares with: what was typed, and in the final pass what came of it. */
  String host() {
    return resolved.orElse(context.originalHost());
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
    int criteria = 0;
    boolean result = reachable;
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      boolean negated = word.startsWith("!");
      String name = negated ? word.substring(1) : word;
      if (name.equalsIgnoreCase("all")) {
        // as ssh: "final all" and "canonical all", and any other one criterion in front
        if (criteria > 1 || !words.isEmpty()) {
          throw line.error("'all' cannot be combined with other Match attributes");
        }
        return result && !negated;
      }
      criteria++;
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
        return resolved.isPresent();
      }
      case "final" -> {
        wantsFinalPass |= !negated;
        return resolved.isPresent();
      }
      default -> {
        // as ssh: alone among them, "sessiontype" has no form with a sign
        if (equals > 0 && !attribute.equals("sessiontype")) {
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
      case "localnetwork" -> isOnNetwork(line, argument);
      case "version" -> PatternList.parse(argument).matches(VERSION);
      default -> throw line.error("Unsupported Match attribute " + name);
    };
  }

  private static boolean matchesPossiblyEmpty(String text, String argument) {
    return text.isEmpty() ? argument.isEmpty() : PatternList.parse(argument).matches(text);
  }

  private static boolean isOnNetwork(ConfigLine line, String argument) throws ConfigException {
    try {
      CidrList networks = CidrList.parse(argument);
      return NetworkInterface.networkInterfaces()
          .filter(Matcher::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(networks::contains);
    } catch (MalformedException e) {
      throw line.error("Bad Match condition: " + e.getMessage());
    } catch (SocketException e) {
      throw line.error("match localnetwork: " + e.getMessage());
    }
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException _) {
      return false; // it is gone
    }
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
          UserEnvironment.program(words)
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
    return Tokens.soFar(config, context, resolved);
  }
}
