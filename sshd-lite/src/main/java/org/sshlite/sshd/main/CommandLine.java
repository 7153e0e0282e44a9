package org.sshlite.sshd.main;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.TimeSpan;
import org.sshlite.sshd.config.AddressFamily;
import org.sshlite.sshd.config.ListenAddress;

/** sshd's flags. */
final class CommandLine {
  // who calls sshd looks here for what it can, and knows OpenSSH alone: as the client's
  static final String VERSION =
      "OpenSSH_10.5p1 compatible: sshd-lite 0.2.0, Java " + Runtime.version();

  static final String USAGE =
      """
      usage: sshd-lite [-46DdeGiqTtV] [-C connection_spec] [-c host_cert_file]
                       [-E log_file] [-f config_file] [-g login_grace_time]
                       [-h host_key_file] [-o option] [-p port]
             sshd-lite passwd users_file user [account]
             sshd-lite totp users_file user\
      """;

  static final String HELP =
      USAGE
          + """


          Lets users log in over SSH. More: sshd-lite(8), sshd_lite_config(5).

            -f file  -o Key=value    configuration; without a file: /etc/ssh-lite/sshd_config, or
                                     for root /etc/ssh/sshd_config; without those: port 2222, the
                                     keys in ~/.ssh/authorized_keys, a host key that is made
            -p port  -4  -6          where to listen
            -h key_file  -c file     host key, its certificate
            -D  -d  -i               foreground; one connection, told; on standard streams
            -e  -E file  -q          log to standard error, to a file, none
            -t  -T  -G  -C spec      look at the configuration, print it, for a connection
            -g time  -V              how long a login may take; version
          """;

  private static final String FLAGS = "46DGQTdeiqrtV";
  private static final String WITH_ARGUMENT = "CEbcfghkopu";

  /** What is done with the configuration. */
  enum Task {
    SERVE,
    /** {@code -t}: look whether a server could start. */
    TEST,
    /** {@code -T}: the same, and print the configuration. */
    PRINT,
    /** {@code -G}: print the configuration, whatever the keys. */
    PRINT_ONLY,
    /** {@code -V} */
    VERSION
  }

  private Task task = Task.SERVE;
  private boolean inetd;
  private boolean quiet;
  private int debug;
  private boolean logToStderr;
  private Optional<String> logFile = Optional.empty();
  private Optional<String> configFile = Optional.empty();
  private Optional<AddressFamily> family = Optional.empty();
  private Optional<Duration> grace = Optional.empty();
  private Optional<String> connection = Optional.empty();
  private final List<String> hostKeys = new ArrayList<>();
  private final List<String> hostCertificates = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<ConfigLine> options = new ArrayList<>();

  private CommandLine() {}

  /**
   * @throws ExitException for what sshd would not take
   */
  static CommandLine parse(String... arguments) throws ExitException {
    CommandLine line = new CommandLine();
    int at = 0;
    while (at < arguments.length
        && arguments[at].length() > 1
        && arguments[at].startsWith("-")
        && !arguments[at].equals("--")) {
      at = line.cluster(arguments, at);
    }
    if (at < arguments.length && arguments[at].equals("--")) {
      at++;
    }
    if (at < arguments.length) {
      throw usage("Extra argument " + arguments[at] + ".");
    }
    return line;
  }

  /** One word of flags, as getopt takes it apart; returns the index behind it. */
  private int cluster(String[] arguments, int at) throws ExitException {
    String word = arguments[at];
    for (int i = 1; i < word.length(); i++) {
      char flag = word.charAt(i);
      if (FLAGS.indexOf(flag) >= 0) {
        flag(flag);
      } else if (WITH_ARGUMENT.indexOf(flag) < 0) {
        throw usage("unknown option -- " + flag + "\n" + VERSION + "\n" + USAGE);
      } else if (i + 1 < word.length()) {
        argument(flag, word.substring(i + 1));
        return at + 1;
      } else if (at + 1 < arguments.length) {
        argument(flag, arguments[at + 1]);
        return at + 2;
      } else {
        throw usage("option requires an argument -- " + flag + "\n" + VERSION + "\n" + USAGE);
      }
    }
    return at + 1;
  }

  private void flag(char flag) {
    switch (flag) {
      case '4' -> family = Optional.of(AddressFamily.INET);
      case '6' -> family = Optional.of(AddressFamily.INET6);
      case 'G' -> task = Task.PRINT_ONLY;
      case 'T' -> task = Task.PRINT;
      case 't' -> task = Task.TEST;
      case 'V' -> task = Task.VERSION;
      case 'd' -> debug++;
      case 'e' -> logToStderr = true;
      case 'i' -> inetd = true;
      case 'q' -> quiet = true;
      default -> {
        // -D is the launcher's; -Q and -r are taken and do nothing, as in sshd
      }
    }
  }

  private void argument(char flag, String value) throws ExitException {
    switch (flag) {
      case 'C' -> connection = Optional.of(value);
      case 'E' -> logFile = Optional.of(value);
      case 'f' -> configFile = Optional.of(value);
      case 'h' -> hostKeys.add(value);
      case 'g' ->
          grace =
              Optional.of(
                  TimeSpan.parse(value).orElseThrow(() -> usage("Invalid login grace time.")));
      case 'p' -> {
        OptionalInt port = ListenAddress.port(value);
        ports.add(port.orElseThrow(() -> usage("Bad port number.")));
      }
      case 'o' -> option(value);
      case 'c' -> hostCertificates.add(value);
      default -> {
        // -b and -k belong to protocol 1, -u to how long names of hosts in utmp are
      }
    }
  }

  private void option(String value) throws ExitException {
    try {
      if (!ConfigLine.isEmpty(value)) {
        options.add(ConfigFile.parseOption(value));
      }
    } catch (ConfigException e) {
      throw usage(e.getMessage());
    }
  }

  private static ExitException usage(String message) {
    return new ExitException(ExitException.USAGE, message);
  }

  Task task() {
    return task;
  }

  /** {@code -i}: one connection on the standard streams. */
  boolean inetd() {
    return inetd;
  }

  /** {@code -d}: one connection, and its log on stderr. */
  boolean debugging() {
    return debug > 0;
  }

  boolean logToStderr() {
    return logToStderr;
  }

  /** What {@code -d} and {@code -q} ask for, over any LogLevel. */
  Optional<LogLevel> logLevel() {
    if (quiet) {
      return Optional.of(LogLevel.QUIET);
    }
    LogLevel level = LogLevel.INFO;
    for (int i = 0; i < debug; i++) {
      level = level.more();
    }
    return debug == 0 ? Optional.empty() : Optional.of(level);
  }

  /** {@code -E}, with {@code %p} for our process id. */
  Optional<Path> logFile() {
    return logFile
        .map(name -> name.replace("%p", String.valueOf(ProcessHandle.current().pid())))
        .map(Path::of);
  }

  Optional<String> configFile() {
    return configFile;
  }

  Optional<AddressFamily> family() {
    return family;
  }

  Optional<Duration> grace() {
    return grace;
  }

  /** {@code -C}: for whom {@code -T} prints. */
  Optional<String> connection() {
    return connection;
  }

  List<String> hostKeys() {
    return hostKeys;
  }

  List<String> hostCertificates() {
    return hostCertificates;
  }

  List<Integer> ports() {
    return ports;
  }

  List<ConfigLine> options() {
    return options;
  }
}
