package org.sshlite.sshd.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/** The values that hold: for the server as a whole, or {@link #forLogin} for one login. */
public final class ServerConfig {
  /** Lines that hold where all of {@code criteria} do. */
  record Block(List<MatchCriteria> criteria, List<ConfigLine> lines) {}

  private static final StderrLog SILENT = new StderrLog(LogLevel.QUIET);

  private final Map<Setting<?>, Object> values;
  private final List<Block> blocks;

  ServerConfig(Map<Setting<?>, Object> values, List<Block> blocks) {
    this.values = Map.copyOf(values);
    this.blocks = List.copyOf(blocks);
  }

  public <T> T get(Setting<T> setting) {
    T value = setting.in(values);
    return value == null ? setting.defaultValue() : value;
  }

  /** Whether the configuration says anything about it. */
  public boolean isSet(Setting<?> setting) {
    return values.containsKey(setting);
  }

  /** What holds for one who wants to log in: the first value in the Match blocks that match. */
  public ServerConfig forLogin(Candidate candidate) {
    Map<Setting<?>, Object> matched = new HashMap<>();
    for (Block block : blocks) {
      if (block.criteria().stream().allMatch(c -> c.match(candidate))) {
        block.lines().forEach(line -> apply(line, matched));
      }
    }
    values.forEach(matched::putIfAbsent);
    return new ServerConfig(matched, List.of());
  }

  private static void apply(ConfigLine line, Map<Setting<?>, Object> values) {
    try {
      ServerConfigReader.setting(line).read(line, values, SILENT);
    } catch (ConfigException e) {
      throw new AssertionError("a line that could be read before", e);
    }
  }

  /** As {@code -T} prints it, one line each. */
  public Stream<String> lines() {
    return ConfigDump.lines(this);
  }
}
