package org.sshlite.sshd.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings that belong together, in the order in which {@code -T} prints them. */
final class Topic {
  private static final String NONE = "none";

  private final List<Setting<?>> settings = new ArrayList<>();

  List<Setting<?>> settings() {
    return List.copyOf(settings);
  }

  <T> Setting<T> add(Setting<T> setting) {
    settings.add(setting);
    return setting;
  }

  Setting<Boolean> yesNo(String name, boolean standard) {
    return add(new Setting<>(name, standard, (line, _) -> line.yesNo())).shownAs(Topic::showYesNo);
  }

  /**
   * @param values by their names in lower case
   */
  <T> Setting<T> oneOf(String name, T standard, Map<String, T> values) {
    return add(new Setting<>(name, standard, (line, _) -> line.oneOf(values)));
  }

  Setting<Duration> time(String name, Duration standard) {
    return add(new Setting<>(name, standard, (line, _) -> line.timeSpan()))
        .shownAs(value -> List.of(String.valueOf(value.toSeconds())));
  }

  Setting<Integer> number(String name, int standard) {
    return add(new Setting<>(name, standard, (line, _) -> line.number()));
  }

  /**
   * @param standard empty for none
   */
  Setting<String> file(String name, String standard) {
    return add(new Setting<>(
            name,
            standard,
            (line, _) -> {
              String value = line.only("missing file name.");
              return value.equalsIgnoreCase(NONE) ? "" : value;
            }))
        .shownAs(Topic::showText);
  }

  static List<String> showYesNo(boolean value) {
    return List.of(value ? "yes" : "no");
  }

  static List<String> showText(String value) {
    return List.of(value.isEmpty() ? NONE : value);
  }
}
