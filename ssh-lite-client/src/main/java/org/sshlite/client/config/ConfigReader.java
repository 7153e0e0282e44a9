package org.sshlite.client.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.StderrLog;

/**
 * Fills a {@link ClientConfig} from the command line and the files of ssh_config(5), in this order;
 * the first value of a keyword wins. Lines of blocks for other hosts are checked too.
 */
public final class ConfigReader {
  private static final int MOST_INCLUDES = 16; // OpenSSH's limit on depth, against loops

  /** What is no value but says for whom values are, or where more of them stand. */
  private static final Set<String> BLOCKS = Set.of("host", "match", "include");

  private final ClientConfig config;
  private final StderrLog log;
  private final Path systemFolder;

  /**
   * @param log told in one line what is left out
   */
  public ConfigReader(ClientConfig config, StderrLog log) {
    this(config, log, Path.of("/etc/ssh"));
  }

  ConfigReader(ClientConfig config, StderrLog log, Path systemFolder) {
    this.config = config;
    this.systemFolder = systemFolder;
    this.log = log;
  }

  /** What stands behind {@code -o}, or what a flag stands for: {@code Keyword=value}. */
  public void option(String text) throws ConfigException {
    if (ConfigLine.isEmpty(text)) {
      return; // as ssh: a variable of a script that is not set
    }
    ConfigLine line = ConfigFile.parseOption(text);
    String keyword = known(line);
    switch (keyword) {
      case "" -> {}
      case "host", "match", "include" ->
          throw line.error(line.keyword() + " directive not supported as a command-line option");
      default -> apply(keyword, line, true, Setting.Source.COMMAND_LINE);
    }
  }

  /**
   * Reads the files, and what of them counts for a host.
   *
   * @param file the one of {@code -F}, "none" for no file at all; empty for the usual ones
   * @return the names in force
   */
  public Tokens files(MatchContext context, Optional<String> file) throws ConfigException {
    Matcher matcher = new Matcher(config, context, log);
    pass(matcher, context, file);
    String given = Tokens.hostName(config, context.originalHost());
    Canonicalization canonicalization = config.canonicalization();
    String host = canonicalization.of(given, canonicalization::resolve);
    if (matcher.wantsFinalPass() || config.canonicalizes()) {
      log.debug("re-parsing configuration");
      // settled: a HostName of the second pass comes too late
      config.hostName.override(Optional.of(host.replace("%", "%%")));
      matcher.startFinalPass(host);
      pass(matcher, context, file);
    }
    Tokens names = Tokens.of(config, context, host);
    config.expand(names);
    return names;
  }

  private void pass(Matcher matcher, MatchContext context, Optional<String> file)
      throws ConfigException {
    if (file.isPresent()) {
      if (!file.get().equalsIgnoreCase("none")) {
        if (file.get().isEmpty() || Files.notExists(Path.of(file.get()))) {
          throw new ConfigException(
              "Can't open user config file " + file.get() + ": No such file or directory");
        }
        ConfigFile.keep(Path.of(file.get()));
        new Pass(matcher, context, Setting.Source.USER).read(Path.of(file.get()), true, 0);
      }
      return;
    }
    Path users = context.local().home().resolve(".ssh/config");
    if (Files.exists(users)) {
      requirePrivate(users, context.local());
      new Pass(matcher, context, Setting.Source.USER).read(users, true, 0);
    }
    Path system = systemFolder.resolve("ssh_config");
    if (Files.exists(system)) {
      new Pass(matcher, context, Setting.Source.SYSTEM).read(system, true, 0);
    }
  }

  /**
   * What a line is about, in lower case; empty for one that is passed over.
   *
   * @throws ConfigException for a keyword that nobody knows, unless IgnoreUnknown names it
   */
  private String known(ConfigLine line) throws ConfigException {
    String keyword = ClientKeywords.canonical(line.keyword());
    if (BLOCKS.contains(keyword) || config.setting(keyword).isPresent()) {
      return keyword;
    }
    if (!ClientKeywords.isPassedOver(keyword)
        && !new PatternList(config.ignoreUnknown.get()).matchesHost(line.keyword())) {
      throw line.error("Bad configuration option: " + line.keyword());
    }
    log.debug(line.error("passed over: " + line.keyword()).getMessage());
    return "";
  }

  private void apply(String keyword, ConfigLine line, boolean active, Setting.Source source)
      throws ConfigException {
    config.setting(keyword).orElseThrow().read(line, active, source);
    Optional<String> refusal = config.refuseConnection.get();
    if (refusal.isPresent()) {
      // no mistake of the line: what stands behind it does not count any more
      throw new ConfigException(line.error("RefuseConnection: " + refusal.get()).getMessage());
    }
  }

  /** One way through a file and what it includes. */
  private final class Pass {
    private final Matcher matcher;
    private final MatchContext context;
    private final Setting.Source origin;

    Pass(Matcher matcher, MatchContext context, Setting.Source origin) {
      this.matcher = matcher;
      this.context = context;
      this.origin = origin;
    }

    /**
     * @param reachable whether lines of the file count at all: false inside of a block for other
     *     hosts
     */
    void read(Path file, boolean reachable, int depth) throws ConfigException {
      log.debug("Reading configuration data " + file);
      AtomicBoolean active = new AtomicBoolean(reachable);
      ConfigFile.read(file, line -> take(line, reachable, active, depth));
    }

    private void take(ConfigLine line, boolean reachable, AtomicBoolean active, int depth)
        throws ConfigException {
      String keyword = known(line);
      switch (keyword) {
        case "" -> {}
        case "host" -> host(line, reachable, active);
        case "match" -> active.set(matcher.matches(line, reachable));
        case "include" -> include(line, active.get(), depth);
        default -> apply(keyword, line, active.get(), origin);
      }
    }

    private void host(ConfigLine line, boolean reachable, AtomicBoolean active)
        throws ConfigException {
      active.set(matchesHost(line) && reachable);
      if (active.get()) {
        log.debug(line.error("Applying options for " + String.join(" ", line.all())).getMessage());
      }
    }

    private boolean matchesHost(ConfigLine line) throws ConfigException {
      boolean matches = false;
      for (String pattern : line.all()) {
        boolean negated = pattern.startsWith("!");
        if (new Wildcard(negated ? pattern.substring(1) : pattern).matches(matcher.host())) {
          if (negated) {
            return false;
          }
          matches = true;
        }
      }
      return matches;
    }

    private void include(ConfigLine line, boolean active, int depth) throws ConfigException {
      if (depth == MOST_INCLUDES) {
        throw line.error("Too many recursive configuration includes");
      }
      for (String pattern : line.all()) {
        if (pattern.startsWith("~") && origin == Setting.Source.SYSTEM) {
          throw line.error("bad include path " + pattern + ".");
        }
        Path base =
            origin == Setting.Source.SYSTEM ? systemFolder : context.local().home().resolve(".ssh");
        List<Path> files;
        try {
          // as ssh: what begins with nobody's home folder is a file that is not there
          boolean nobodys = pattern.startsWith("~") && !Tilde.of(pattern).isThere();
          files = nobodys ? List.of() : ConfigFile.matching(base, matcher.tokens().path(pattern));
        } catch (ConfigException e) {
          // as ssh, which reads on: a variable may be set on other machines only
          log.error(line.error("Unable to expand: " + e.getMessage()).getMessage());
          continue;
        }
        if (files.isEmpty()) {
          log.debug(line.error("include " + pattern + " matched no files").getMessage());
        }
        for (Path file : files) {
          requirePrivate(file, context.local());
          read(file, active, depth + 1);
        }
      }
    }
  }

  /** A file that others may write could make us run or believe what they want. */
  private static void requirePrivate(Path file, Tokens.LocalUser local) throws ConfigException {
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      Set<PosixFilePermission> permissions = attributes.permissions();
      boolean foreign =
          !Files.getAttribute(file, "unix:uid").equals(0)
              && !attributes.owner().getName().equals(local.name());
      if (foreign
          || permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new ConfigException("Bad owner or permissions on " + file);
      }
    } catch (IOException e) {
      throw new ConfigException(file + ": " + ConfigFile.reason(e));
    } catch (UnsupportedOperationException _) {
      return; // no POSIX permissions here to be wrong
    }
  }
}
