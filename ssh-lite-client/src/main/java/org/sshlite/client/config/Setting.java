package org.sshlite.client.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.StderrLog;
import org.sshlite.program.config.Syntax;

/**
 * A keyword of ssh_config(5): how it is read and shown, what holds without it, whether it has an
 * effect here, and the value in force, which is the first that is given.
 *
 * @param <T> what it is; never null
 */
public final class Setting<T> {
  /** Where a line stands. */
  enum Source {
    COMMAND_LINE,
    USER,
    SYSTEM
  }

  /** Reads the arguments of a line, where it matters in whose file it stands. */
  interface Reader<T> {
    T read(ConfigLine line, Source source) throws ConfigException;
  }

  /** Replaces tokens in a value. */
  interface Expansion<T> {
    T of(T value, Tokens names) throws ConfigException;
  }

  private final String keyword;
  private final T otherwise;
  private final Reader<T> reader;
  private final Function<T, List<String>> show;
  private @Nullable Function<Setting<T>, List<String>> showOther;
  private String shownName;
  private boolean shownOnlyIfSet;
  private BooleanSupplier counting = () -> true;
  private Expansion<T> expansion = (value, _) -> value;
  private @Nullable BinaryOperator<T> union;
  private @Nullable T start;
  private @Nullable Lack<T> lack;

  private @Nullable T value;
  private @Nullable T expanded;
  private @Nullable ConfigLine line;
  private Source source = Source.COMMAND_LINE;
  private boolean typed;

  Setting(String keyword, T otherwise, Syntax<T> syntax) {
    this(keyword, otherwise, (line, _) -> syntax.reader().read(line), syntax.show());
  }

  Setting(String keyword, T otherwise, Reader<T> reader, Function<T, List<String>> show) {
    this.keyword = keyword;
    this.shownName = keyword.toLowerCase(Locale.ROOT);
    this.otherwise = otherwise;
    this.reader = reader;
    this.show = show;
  }

  /**
   * Further lines add to the first one.
   *
   * @param empty what the first one adds to
   */
  Setting<T> adding(T empty, BinaryOperator<T> sum) {
    start = empty;
    union = sum;
    return this;
  }

  /** What {@code -G} shows, and all others see, once the names are known. */
  Setting<T> expandedBy(Expansion<T> tokens) {
    expansion = tokens;
    return this;
  }

  /** For what {@code -G} leaves out unless it is given. */
  Setting<T> shownOnlyIfSet() {
    shownOnlyIfSet = true;
    return this;
  }

  /** A line counts only where {@code condition} holds when it is read. */
  Setting<T> countingIf(BooleanSupplier condition) {
    counting = condition;
    return this;
  }

  /** For what {@code -G} shows under a name of its own. */
  Setting<T> shownUnder(String name) {
    shownName = name;
    return this;
  }

  /** For what {@code -G} shows with a change. */
  Setting<T> shownAs(UnaryOperator<String> change) {
    return shownBy(setting -> show.apply(setting.get()).stream().map(change).toList());
  }

  /** For what {@code -G} shows otherwise than by the value alone. */
  Setting<T> shownBy(Function<Setting<T>, List<String>> other) {
    showOther = other;
    return this;
  }

  /** Not supported yet: said in one line, unless the value is the default or {@code harmless}. */
  Setting<T> ignoredUnless(Predicate<T> harmless) {
    return lacking(harmless, _ -> false);
  }

  /** Not supported yet, and there is nothing that it could act on. */
  Setting<T> moot() {
    return lacking(_ -> true, _ -> false);
  }

  private Setting<T> lacking(Predicate<T> harmless, Predicate<T> grave) {
    lack = new Lack<>(harmless, grave, "");
    return this;
  }

  /**
   * For what is ignored: values that are refused instead, because without them more would be given
   * than the user wants to give.
   */
  Setting<T> refusedIf(Predicate<T> grave) {
    if (lack == null) {
      throw new IllegalStateException(keyword);
    }
    lack = new Lack<>(lack.harmless(), grave, lack.instead());
    return this;
  }

  /** For what is ignored: what does the same. */
  Setting<T> instead(String way) {
    if (lack == null) {
      throw new IllegalStateException(keyword);
    }
    lack = new Lack<>(lack.harmless(), lack.grave(), "; " + way);
    return this;
  }

  /** The keyword's usual spelling. */
  public String keyword() {
    return keyword;
  }

  /** Whether the value does what it says. */
  boolean hasEffect() {
    return lack == null;
  }

  /**
   * Reads a line, for its errors too.
   *
   * @param counts whether it stands in a block for this host
   */
  void read(ConfigLine text, boolean counts, Source from) throws ConfigException {
    T read = reader.read(text, from);
    if (!counts || !counting.getAsBoolean()) {
      return;
    }
    if (value == null) {
      line = text;
      source = from;
      offer(union == null || start == null ? read : union.apply(start, read));
    } else if (union != null) {
      value = union.apply(value, read);
    }
  }

  /** Takes {@code value} if none was given before. */
  public void offer(T value) {
    if (this.value == null) {
      override(value);
    }
  }

  /** As {@link #offer}, for an argument of the command line, which is meant as it stands. */
  public void offerTyped(T value) {
    typed |= this.value == null;
    offer(value);
  }

  /**
   * Takes {@code value} from a flag such as {@code -A}: beside those before where they add up, else
   * whatever was given before.
   */
  public void flag(String name, T value) {
    line = new ConfigLine(ConfigLine.COMMAND_LINE, 0, name, "", List.of());
    source = Source.COMMAND_LINE;
    override(
        union == null || start == null ? value : union.apply(isSet() ? given() : start, value));
  }

  /** Whether a flag asked for it. */
  boolean isFlagged() {
    return line != null && line.keyword().startsWith("-");
  }

  /** Forgets what was given: for flags of which the last one counts. */
  public void reset() {
    value = null;
    expanded = null;
    line = null;
  }

  /** Takes {@code value}, whatever was given before: for flags of which the last one counts. */
  public void override(T value) {
    this.value = value;
    expanded = null;
  }

  public boolean isSet() {
    return value != null;
  }

  /** Whether the value in force was an argument of the command line: it holds no tokens. */
  public boolean isTyped() {
    return typed;
  }

  /** The value in force. */
  public T get() {
    return expanded == null ? given() : expanded;
  }

  /** The value as it was given, tokens not replaced; the default where there was none. */
  T given() {
    return value == null ? otherwise : value;
  }

  /** The line that the value comes from; empty for a default and for an argument. */
  Optional<ConfigLine> line() {
    return Optional.ofNullable(line);
  }

  void expand(Tokens names) throws ConfigException {
    expanded = expansion.of(given(), names);
  }

  /** Lines of {@code -G}: keywords in lower case, as scripts that read ssh's expect them. */
  List<String> show() {
    if (shownOnlyIfSet && value == null) {
      return List.of();
    }
    List<String> texts = showOther == null ? show.apply(get()) : showOther.apply(this);
    return texts.stream().map(text -> shownName + " " + text).toList();
  }

  /**
   * Says that the value has no effect, if that makes a difference.
   *
   * @throws ConfigException when it may not be left out
   */
  void judge(StderrLog log) throws ConfigException {
    if (lack != null && line != null) {
      lack.judge(keyword, line, given(), otherwise, source == Source.SYSTEM, log);
    }
  }
}
