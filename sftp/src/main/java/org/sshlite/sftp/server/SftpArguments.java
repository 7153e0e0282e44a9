package org.sshlite.sftp.server;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of sftp-server(8), which internal-sftp has too.
 *
 * @param start the start folder as it was given, "~" and "%" in it
 * @param umask for what the session makes
 * @param logLevel of sshd_config(5), ERROR by default
 */
public record SftpArguments(
    Permissions permissions, Optional<String> start, OptionalInt umask, Level logLevel) {
  private static final int LARGEST_UMASK = 0777;

  /** As in sshd_config(5) LogLevel, what there is of it here. */
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

  /** Nothing is served: this is said, and the session ends. */
  public static final class Said extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    private Said(String text, int status) {
      super(text, null, false, false);
      this.status = status;
    }

    /** Exit status; 0 when it is the answer to a question, which goes to standard output. */
    public int status() {
      return status;
    }
  }

  /**
   * @param arguments without the program's name
   * @throws Said when there is nothing to be served
   */
  public static SftpArguments parse(List<String> arguments) throws Said {
    return new Parser(arguments).parse();
  }

  /**
   * The start folder, with "~", "%d", "%h", "%u" and "%U" replaced.
   *
   * @param home of the user
   */
  public Optional<String> start(String home, String user, int uid) {
    return start.map(
        text -> {
          boolean tilde = text.equals("~") || text.startsWith("~/");
          String whole = tilde ? home + text.substring(1) : text;
          // in one pass: what a name stands for is not looked at again
          StringBuilder out = new StringBuilder();
          for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            boolean token = c == '%' && i + 1 < whole.length();
            out.append(token ? token(whole.charAt(++i), home, user, uid) : String.valueOf(c));
          }
          return out.toString();
        });
  }

  private static String token(char letter, String home, String user, int uid) {
    return switch (letter) {
      case 'd', 'h' -> home;
      case 'u' -> user;
      case 'U' -> Integer.toUnsignedString(uid);
      case '%' -> "%";
      default -> "%" + letter;
    };
  }

  private static final class Parser {
    private final Iterator<String> arguments;
    private boolean readOnly;
    private @Nullable Set<String> permitted;
    private @Nullable Set<String> refused;
    private Optional<String> start = Optional.empty();
    private OptionalInt umask = OptionalInt.empty();
    private Level level = Level.ERROR;

    Parser(List<String> arguments) {
      this.arguments = arguments.iterator();
    }

    SftpArguments parse() throws Said {
      boolean more = true;
      while (more && arguments.hasNext()) {
        String argument = arguments.next();
        more = !argument.equals("--") && argument.length() > 1 && argument.startsWith("-");
        more = more && letters(argument);
      }
      Permissions permissions =
          new Permissions(
              readOnly,
              refused == null ? Set.of() : refused,
              Optional.ofNullable(permitted),
              Guard.NONE);
      return new SftpArguments(permissions, start, umask, level);
    }

    /** False when nothing behind it is an option. */
    private boolean letters(String argument) throws Said {
      for (int i = 1; i < argument.length(); i++) {
        char letter = argument.charAt(i);
        switch (letter) {
          case 'R' -> readOnly = true;
          case 'e' -> {
            // where the log goes is the server's business
          }
          case 'c' -> {
            return false; // a command of a shell, all of which is ignored
          }
          case 'd', 'f', 'l', 'P', 'p', 'Q', 'u' -> {
            valued(letter, value(argument.substring(i + 1), letter));
            return true;
          }
          default -> throw usage();
        }
      }
      return true;
    }

    private String value(String rest, char letter) throws Said {
      if (!rest.isEmpty()) {
        return rest;
      }
      if (!arguments.hasNext()) {
        throw new Said("option requires an argument -- '" + letter + "'", 1);
      }
      return arguments.next();
    }

    private void valued(char letter, String value) throws Said {
      switch (letter) {
        case 'd' -> start = Optional.of(value);
        case 'f' -> facility(value);
        case 'l' -> level = level(value);
        case 'u' -> umask = OptionalInt.of(umask(value));
        case 'p' -> {
          if (permitted != null) {
            throw new Said("Permitted requests already set", SftpServer.REFUSED);
          }
          permitted = names(value);
        }
        case 'P' -> {
          if (refused != null) {
            throw new Said("Refused requests already set", SftpServer.REFUSED);
          }
          refused = names(value);
        }
        default -> throw query(value);
      }
    }

    private static Set<String> names(String list) {
      return Arrays.stream(list.split(",")).collect(Collectors.toSet());
    }

    private static void facility(String name) throws Said {
      if (!FACILITIES.contains(name.toUpperCase(Locale.ROOT))) {
        throw new Said("Invalid log facility \"" + name + "\"", 1);
      }
    }

    private static Level level(String name) throws Said {
      return switch (name.toUpperCase(Locale.ROOT)) {
        case "QUIET" -> Level.OFF;
        case "FATAL", "ERROR" -> Level.ERROR;
        case "INFO" -> Level.INFO;
        case "VERBOSE" -> Level.DEBUG;
        case "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3" -> Level.TRACE;
        default -> throw new Said("Invalid log level \"" + name + "\"", 1);
      };
    }

    private static int umask(String text) throws Said {
      boolean octal = !text.isEmpty() && text.length() <= 4;
      octal = octal && text.chars().allMatch(c -> c >= '0' && c <= '7');
      if (!octal || Integer.parseInt(text, 8) > LARGEST_UMASK) {
        throw new Said("Invalid umask \"" + text + "\"", SftpServer.REFUSED);
      }
      return Integer.parseInt(text, 8);
    }

    private static Said query(String what) {
      if (!what.equalsIgnoreCase("requests")) {
        return new Said("Invalid query type", 1);
      }
      return new Said(
          Arrays.stream(Operation.values()).map(Operation::text).collect(Collectors.joining("\n")),
          0);
    }

    private static Said usage() {
      return new Said(
          """
          usage: internal-sftp [-ehR] [-d start_directory] [-f log_facility] [-l log_level]
                 [-P denied_requests] [-p allowed_requests] [-u umask]
                 internal-sftp -Q protocol_feature\
          """,
          1);
    }
  }
}
