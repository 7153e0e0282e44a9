package org.sshlite.client.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.config.AddressFamily;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.Destination;
import org.sshlite.client.config.EscapeCharacter;
import org.sshlite.client.config.ForwardSpec;
import org.sshlite.client.config.RequestTty;
import org.sshlite.client.config.SessionType;
import org.sshlite.client.config.Setting;
import org.sshlite.client.config.Tilde;
import org.sshlite.client.config.Tokens;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.Words;
import org.sshlite.protocol.forward.Target;

/**
 * The arguments of ssh(1): options before and after the destination, then the command. What they
 * set goes to a {@link ClientConfig}, before any file is read.
 */
final class CommandLine {
  // ssh's own letters, so that what is ours yet and what is not are told apart from typing errors
  private static final String LETTERS =
      "1246ACGKMNTVXYZafgknqstvxyB:D:E:F:I:J:L:O:P:Q:R:S:W:b:c:e:i:l:m:o:p:w:";

  private final ClientConfig config;
  private final ConfigReader reader;
  private final List<String> notices = new ArrayList<>();
  private Optional<Destination> destination = Optional.empty();
  private Optional<String> configFile = Optional.empty();
  private Optional<String> logFile = Optional.empty();
  private boolean syslog;
  private Optional<String> query = Optional.empty();
  private Optional<Target> stdioForward = Optional.empty();
  private Optional<MasterCommand> masterCommand = Optional.empty();
  private boolean version;
  private boolean printsConfig;
  private boolean printsKeys;
  private Optional<ReportFormat> explains = Optional.empty();
  private List<String> command = List.of();

  CommandLine(ClientConfig config, ConfigReader reader) {
    this.config = config;
    this.reader = reader;
  }

  /** Whom to connect to; there is one, unless there is a query or the version is asked for. */
  Destination destination() {
    return destination.orElseThrow();
  }

  /** The words of the command joined by blanks, as ssh sends them; empty for a shell. */
  String command() {
    return String.join(" ", command);
  }

  /** As {@link #command}, where that may have lost something: bytes that are no UTF-8. */
  Optional<byte[]> commandBytes() {
    return command().indexOf(OwnCommand.LOST) < 0 ? Optional.empty() : OwnCommand.last(command);
  }

  /** {@code -F}. */
  Optional<String> configFile() {
    return configFile;
  }

  /** {@code -E}. */
  Optional<String> logFile() {
    return logFile;
  }

  /** {@code -y}: the log is the system's. */
  boolean syslog() {
    return syslog;
  }

  /** {@code -Q}. */
  Optional<String> query() {
    return query;
  }

  /** {@code -V}. */
  boolean version() {
    return version;
  }

  /** {@code -G}. */
  boolean printsConfig() {
    return printsConfig;
  }

  /** {@code -Z}: the keys that would be offered, no login. */
  boolean printsKeys() {
    return printsKeys;
  }

  /** {@code --explain}: not to log in but to tell how the host is judged. */
  Optional<ReportFormat> explains() {
    return explains;
  }

  /** {@code -W}. */
  Optional<Target> stdioForward() {
    return stdioForward;
  }

  /** {@code -O}. */
  Optional<MasterCommand> masterCommand() {
    return masterCommand;
  }

  /** A line each about options that are left out. */
  List<String> notices() {
    return List.copyOf(notices);
  }

  void parse(String[] arguments) throws UsageException, ConfigException {
    Flags flags = new Flags(arguments, LETTERS);
    takeFlags(flags);
    if (version || query.isPresent()) {
      return;
    }
    String host = flags.nextArgument().orElseThrow(() -> UsageException.showingUsage(""));
    setDestination(host);
    takeFlags(flags);
    List<String> words = new ArrayList<>();
    for (var word = flags.nextArgument(); word.isPresent(); word = flags.nextArgument()) {
      words.add(word.get());
    }
    command = words;
    if (explains.isPresent() && !words.isEmpty()) {
      throw UsageException.of("--explain only looks at the host: it runs no command");
    }
    if (words.isEmpty() && config.sessionType.get() == SessionType.SUBSYSTEM) {
      throw UsageException.showingUsage("You must specify a subsystem to invoke.");
    }
  }

  /** As {@link #parse}, where the destination comes from elsewhere: options, then the command. */
  void parseFor(String host, String[] arguments) throws UsageException, ConfigException {
    Flags flags = new Flags(arguments, LETTERS);
    takeFlags(flags);
    setDestination(host);
    List<String> words = new ArrayList<>();
    for (var word = flags.nextArgument(); word.isPresent(); word = flags.nextArgument()) {
      words.add(word.get());
    }
    command = words;
  }

  private void setDestination(String text) throws UsageException {
    // as ssh: the name of a host that is empty is looked for like any other
    Destination given =
        text.isEmpty()
            ? new Destination(Optional.empty(), text, Optional.empty())
            : Destination.parse(text).orElseThrow(() -> UsageException.showingUsage(""));
    given.user().ifPresent(user -> config.user.offerTyped(Optional.of(user)));
    given.port().ifPresent(config.port::offer);
    if (!config.user.get().map(Destination::isSafeUser).orElse(true)) {
      throw UsageException.of("remote username contains invalid characters");
    }
    if (!Destination.isSafeHost(given.host())) {
      throw UsageException.of("hostname contains invalid characters");
    }
    destination = Optional.of(given);
  }

  private void takeFlags(Flags flags) throws UsageException, ConfigException {
    // -V and -Q answer at once, whatever follows them
    while (!version && query.isEmpty()) {
      if (takeExplain(flags)) {
        continue;
      }
      if (flags.takeWord("--hosts")) {
        throw UsageException.of("--hosts must come before all other options");
      }
      Optional<Flags.Flag> flag = flags.nextFlag();
      if (flag.isEmpty()) {
        return;
      }
      take(flag.get().letter(), flag.get().value());
    }
  }

  private boolean takeExplain(Flags flags) {
    for (ReportFormat format : ReportFormat.values()) {
      if (flags.takeWord(format.flag())) {
        explains = Optional.of(format);
        return true;
      }
    }
    return false;
  }

  private void take(char letter, String value) throws UsageException, ConfigException {
    switch (letter) {
      case '4' -> config.addressFamily.override(AddressFamily.INET);
      case '6' -> config.addressFamily.override(AddressFamily.INET6);
      case 'c' -> algorithms(config.ciphers, "cipher", value);
      case 'm' -> algorithms(config.macs, "mac", value);
      case 'E' -> logFile = Optional.of(value);
      case 'e' -> config.escapeChar.override(escapeCharacter(value));
      case 'F' -> configFile = Optional.of(value);
      case 'G' -> printsConfig = true;
      case 'i' -> identity(value);
      case 'l' -> config.user.offerTyped(Optional.of(value));
      case 'N' -> holdConnection();
      case 'o' -> reader.option(value);
      case 'O' -> askMaster(value);
      case 'P' -> config.tag.offer(Optional.of(value));
      case 'p' -> config.port.offer(port(value));
      case 'Q' -> query = Optional.of(value);
      case 'q' -> config.logLevel.override(LogLevel.QUIET);
      case 's' -> useSubsystem();
      case 'T' -> config.requestTty.override(RequestTty.NO);
      case 't' -> moreTty();
      case 'V' -> version = true;
      case 'W' -> forwardStdio(value);
      case 'v' -> config.logLevel.override(moreTalkative());
      case '2', 'k' -> {} // so it is here anyway: nothing of GSSAPI is ever delegated
      case '1' -> throw UsageException.of("SSH protocol v.1 is no longer supported");
      case 'y' -> syslog = true;
      case 'Z' -> printsKeys = true;
      case 'K' -> notices.add("-K: there is no login by GSSAPI here: ignored");
      default -> {
        if (!new Shorthand(config, reader).take(letter, value)) {
          throw UsageException.of("-" + letter + " is not supported yet");
        }
      }
    }
  }

  /**
   * One that is not there is told of and not meant: as with ssh, the usual keys are still tried.
   */
  private void identity(String path) throws ConfigException {
    String file = path;
    if (path.startsWith("~")) {
      Tilde tilde = Tilde.of(path);
      file = tilde.folder(Tokens.LocalUser.current().home()) + tilde.rest();
    }
    if (!file.isEmpty() && Files.exists(Path.of(file))) {
      reader.option("IdentityFile=" + Words.join(List.of(path)));
    } else {
      notices.add(
          "Warning: Identity file "
              + Printable.line(file)
              + " not accessible: No such file or directory.");
    }
  }

  /** As with ssh, the last of several counts. */
  private void algorithms(Setting<List<String>> setting, String kind, String value)
      throws UsageException {
    setting.reset();
    try {
      reader.option(setting.keyword() + "=" + value);
    } catch (ConfigException _) {
      throw UsageException.of("Unknown " + kind + " type '" + value + "'");
    }
  }

  private static EscapeCharacter escapeCharacter(String value) throws UsageException {
    return EscapeCharacter.parse(value)
        .orElseThrow(() -> UsageException.of("Bad escape character '" + value + "'."));
  }

  private static int port(String value) throws UsageException {
    return Destination.port(value).orElseThrow(() -> UsageException.of("Bad port '" + value + "'"));
  }

  private void holdConnection() throws UsageException {
    if (config.sessionType.isSet() && config.sessionType.get() != SessionType.NONE) {
      throw UsageException.of("Cannot specify -N with -s/SessionType");
    }
    config.sessionType.override(SessionType.NONE);
    config.requestTty.override(RequestTty.NO);
  }

  private void askMaster(String value) throws UsageException {
    if (stdioForward.isPresent()) {
      throw UsageException.of("Cannot specify multiplexing command with -W");
    }
    if (masterCommand.isPresent()) {
      throw UsageException.of("Multiplexing command already specified");
    }
    masterCommand = MasterCommand.parse(value);
    if (masterCommand.isEmpty()) {
      throw UsageException.of("Invalid multiplex command.");
    }
  }

  /** As ssh: no other forwarding beside it, unless the files or the command line say so. */
  private void forwardStdio(String value) throws UsageException {
    if (stdioForward.isPresent()) {
      throw UsageException.of("stdio forward already specified");
    }
    if (masterCommand.isPresent()) {
      throw UsageException.of("Cannot specify stdio forward with -O");
    }
    stdioForward =
        ForwardSpec.dynamic(value)
            .map(ForwardSpec::listen)
            .filter(end -> !(end instanceof ForwardSpec.End.Port port) || port.host().isPresent())
            .map(RequestedForwards::target);
    if (stdioForward.isEmpty()) {
      throw UsageException.of("Bad stdio forwarding specification '" + value + "'");
    }
    config.requestTty.override(RequestTty.NO);
    config.sessionType.override(SessionType.NONE);
    config.exitOnForwardFailure.offer(true);
    config.clearAllForwardings.offer(true);
  }

  private void useSubsystem() throws UsageException {
    if (config.sessionType.isSet() && config.sessionType.get() != SessionType.SUBSYSTEM) {
      throw UsageException.of("Cannot specify -s with -N/SessionType");
    }
    config.sessionType.override(SessionType.SUBSYSTEM);
  }

  private void moreTty() {
    boolean again = config.requestTty.get() == RequestTty.YES;
    config.requestTty.override(again ? RequestTty.FORCE : RequestTty.YES);
  }

  private LogLevel moreTalkative() {
    return config.logLevel.isSet() ? config.logLevel.get().more() : LogLevel.DEBUG1;
  }
}
