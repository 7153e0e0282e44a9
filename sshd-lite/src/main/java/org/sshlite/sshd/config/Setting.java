package org.sshlite.sshd.config;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.StderrLog;

/**
 * A keyword that we support: how its arguments are read, what holds without it, how {@code -T}
 * prints it. All of them stand in {@link Settings}.
 *
 * @param <T> its value
 */
public final class Setting<T> {
  /** Reads a line. */
  interface Reader<T> {
    T read(ConfigLine line, StderrLog log) throws ConfigException;
  }

  /** What several lines of one keyword come to. */
  interface Union<T> {
    T of(T before, T added);
  }

  /** Refuses a value that would hold. */
  interface Check<T> {
    void on(ConfigLine line, T value) throws ConfigException;
  }

  private final String name;
  private final T defaultValue;
  private final Reader<T> reader;
  private BiFunction<T, ServerConfig, List<String>> shown =
      (value, _) -> List.of(String.valueOf(value));
  private @Nullable Union<T> union;
  private @Nullable Check<T> check;
  private boolean inMatch;

  Setting(String name, T defaultValue, Reader<T> reader) {
    this.name = name;
    this.defaultValue = defaultValue;
    this.reader = reader;
  }

  /** A Match block may set it. */
  Setting<T> inMatch() {
    inMatch = true;
    return this;
  }

  /** Further lines add to the first one; without this they are left out. */
  Setting<T> adding(Union<T> value) {
    union = value;
    return this;
  }

  /** For values that are right, but that we cannot keep: those that do not hold may stand. */
  Setting<T> checkedBy(Check<T> value) {
    check = value;
    return this;
  }

  /** Arguments for {@code -T}, one entry a line. */
  Setting<T> shownAs(Function<T, List<String>> value) {
    return shownWith((own, _) -> value.apply(own));
  }

  /** As {@link #shownAs}, where that depends on what else holds. */
  Setting<T> shownWith(BiFunction<T, ServerConfig, List<String>> value) {
    shown = value;
    return this;
  }

  /** As sshd_config(5) writes it. */
  public String name() {
    return name;
  }

  T defaultValue() {
    return defaultValue;
  }

  boolean mayStandInMatch() {
    return inMatch;
  }

  /**
   * Lines of {@code -T}.
   *
   * @param keyword as sshd spells it there
   */
  List<String> show(String keyword, ServerConfig config) {
    return shown.apply(config.get(this), config).stream()
        .map(text -> keyword + " " + text)
        .toList();
  }

  /**
   * Reads a line for its errors, and puts its value where none is yet, or where it adds to the one
   * there.
   */
  void read(ConfigLine line, Map<Setting<?>, Object> values, StderrLog log) throws ConfigException {
    T value = reader.read(line, log);
    T before = in(values);
    if (before == null) {
      if (check != null) {
        check.on(line, value);
      }
      values.put(this, value);
    } else if (union != null) {
      values.put(this, union.of(before, value));
    }
  }

  // a setting only ever puts its own type under itself
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  @Nullable T in(Map<Setting<?>, Object> values) {
    return (T) values.get(this);
  }

  @Override
  public String toString() {
    return name;
  }
}
