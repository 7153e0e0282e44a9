package org.sshlite.sshd.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.StderrLog;

/**
 * Collects a configuration: options of the command line first, then files. Of a keyword that comes
 * more than once, the first value holds.
 */
public final class ServerConfigReader {
  /** For relative names of Include, as sshd_config(5) says. */
  private static final Path INCLUDE_FOLDER = Path.of("/etc/ssh");

  // OpenSSH's limit: a file that includes itself ends somewhere
  private static final int MOST_NESTED = 16;

  private static final Map<String, Setting<?>> SETTINGS = byName();

  private final StderrLog log;
  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final List<ServerConfig.Block> blocks = new ArrayList<>();
  // keywords we do not support whose first value asks for nothing: later ones do not hold
  private final Set<String> settled = new HashSet<>();

  public ServerConfigReader(StderrLog log) {
    this.log = log;
  }

  private static Map<String, Setting<?>> byName() {
    Map<String, Setting<?>> settings = new HashMap<>();
    Settings.all().forEach(setting -> settings.put(setting.name(), setting));
    return Map.copyOf(settings);
  }

  static Setting<?> setting(ConfigLine line) {
    String name = Keywords.TABLE.canonical(line.keyword()).orElseThrow();
    Setting<?> setting = SETTINGS.get(name);
    if (setting == null) {
      throw new AssertionError(name);
    }
    return setting;
  }

  /** Sets a value from the command line's own flags. */
  public <T> void set(Setting<T> setting, T value) {
    values.put(setting, value);
  }

  /** An option given with {@code -o}. */
  public void option(ConfigLine line) throws ConfigException {
    Optional<String> name = accept(line, true);
    if (name.isPresent() && (name.get().equals("Match") || name.get().equals("Include"))) {
      throw line.error(name.get() + " directive not supported as a command-line option");
    }
    if (name.isPresent()) {
      setting(line).read(line, values, log);
    }
  }

  public void file(Path file) throws ConfigException {
    file(file, List.of(), 0);
  }

  /** Lines that are already at hand. */
  void lines(List<ConfigLine> lines) throws ConfigException {
    Pass pass = new Pass(List.of(), 0);
    for (ConfigLine line : lines) {
      pass.take(line);
    }
  }

  /**
   * @param outer what must hold for an including file's line to count
   */
  private void file(Path file, List<MatchCriteria> outer, int depth) throws ConfigException {
    ConfigFile.read(file, new Pass(outer, depth));
  }

  /** One way through a file. */
  private final class Pass implements ConfigFile.Reader {
    private final List<MatchCriteria> outer;
    private final int depth;
    private List<MatchCriteria> criteria;

    Pass(List<MatchCriteria> outer, int depth) {
      this.outer = outer;
      this.criteria = outer;
      this.depth = depth;
    }

    @Override
    public void take(ConfigLine line) throws ConfigException {
      Optional<String> name = accept(line, criteria.isEmpty());
      if (name.isEmpty()) {
        return;
      }
      switch (name.get()) {
        case "Match" -> {
          List<MatchCriteria> inner = new ArrayList<>(outer);
          inner.add(MatchCriteria.read(line));
          criteria = List.copyOf(inner);
        }
        case "Include" -> include(line, criteria, depth);
        default -> value(line, criteria);
      }
    }
  }

  /** Outside of Match blocks, or behind a "Match all" that ends them. */
  private static boolean holdEverywhere(List<MatchCriteria> criteria) {
    return criteria.stream().allMatch(MatchCriteria::areAll);
  }

  private void value(ConfigLine line, List<MatchCriteria> criteria) throws ConfigException {
    Setting<?> setting = setting(line);
    boolean everywhere = holdEverywhere(criteria);
    if (!everywhere && !setting.mayStandInMatch()) {
      throw line.error("Directive '" + line.keyword() + "' is not allowed within a Match block");
    }
    if (everywhere) {
      setting.read(line, values, log);
    }
    // as sshd: what stands behind "Match all" holds for logins though it was said before
    if (!criteria.isEmpty() && setting.mayStandInMatch()) {
      setting.read(line, new HashMap<>(), log);
      blocks.add(new ServerConfig.Block(criteria, List.of(line)));
    }
  }

  /**
   * @param everywhere whether the line stands outside of Match blocks, whose values come first
   */
  private Optional<String> accept(ConfigLine line, boolean everywhere) throws ConfigException {
    String key = Keywords.TABLE.canonical(line.keyword()).orElse("");
    if (everywhere && settled.contains(key)) {
      return Optional.empty();
    }
    Optional<String> name = Keywords.TABLE.accept(line, log);
    if (everywhere && name.isEmpty()) {
      settled.add(key);
    }
    return name;
  }

  private void include(ConfigLine line, List<MatchCriteria> criteria, int depth)
      throws ConfigException {
    if (depth == MOST_NESTED) {
      throw line.error("Too many recursive configuration includes");
    }
    for (String pattern : line.all()) {
      for (Path file : ConfigFile.matching(INCLUDE_FOLDER, pattern)) {
        file(file, criteria, depth + 1);
      }
    }
  }

  public ServerConfig finish() {
    return new ServerConfig(values, blocks);
  }
}
