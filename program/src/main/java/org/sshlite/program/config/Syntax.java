package org.sshlite.program.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How values of one kind are written: how a line is read, and how the value is shown again.
 *
 * @param reader of the arguments
 * @param show what stands behind the keyword when the configuration is printed, an entry a line
 */
public record Syntax<T>(Reader<T> reader, Function<T, List<String>> show) {
  /** Reads the arguments of a line. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ConfigLine line) throws ConfigException;
  }

  public static final Syntax<Integer> NUMBER = shownAs(ConfigLine::number, String::valueOf);

  /** One word; nothing is shown where there is none. */
  public static final Syntax<Optional<String>> WORD =
      new Syntax<>(line -> Optional.of(line.only()), text -> text.stream().toList());

  /** As {@link #WORD}, where "none" is as if there were none. */
  public static final Syntax<Optional<String>> WORD_OR_NONE =
      new Syntax<>(
          line -> Optional.of(line.only()).filter(text -> !text.equalsIgnoreCase("none")),
          WORD.show());

  /** The rest of the line as it stands; "none" is as if there were none. */
  public static final Syntax<Optional<String>> COMMAND =
      new Syntax<>(
          line -> Optional.of(line.rest()).filter(text -> !text.equalsIgnoreCase("none")),
          WORD.show());

  /** Words in one line; empty for "none". */
  public static final Syntax<List<String>> WORDS_OR_NONE =
      shownAs(ConfigLine::allOrNone, words -> words.isEmpty() ? "none" : String.join(" ", words));

  /** One that is always shown, in one line. */
  public static <T> Syntax<T> shownAs(Reader<T> reader, Function<T, String> show) {
    return new Syntax<>(reader, value -> List.of(show.apply(value)));
  }

  /** Names of values, in any case; of several for one value the first is shown. */
  @SafeVarargs
  public static <T> Syntax<T> names(Map.Entry<String, T>... names) {
    Map<String, T> values = new LinkedHashMap<>();
    for (Map.Entry<String, T> name : names) {
      values.put(name.getKey(), name.getValue());
    }
    return shownAs(
        line -> line.oneOf(values),
        value -> {
          for (Map.Entry<String, T> name : values.entrySet()) {
            if (name.getValue().equals(value)) {
              return name.getKey();
            }
          }
          return value.toString().toLowerCase(Locale.ROOT);
        });
  }
}
