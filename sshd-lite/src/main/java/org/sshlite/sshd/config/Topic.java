package org.sshlite.sshd.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

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
   * A file of the machine's, whoever logs in.
   *
   * @param standard empty for none
   */
  Setting<String> file(String name, String standard) {
    return file(name, standard, Set.of());
  }

  /**
   * @param words what is no file, and stays as it is
   */
  Setting<String> file(String name, String standard, Set<String> words) {
    return add(new Setting<>(
            name,
            standard,
            (line, _) -> {
              String value = fileName(line);
              return words.contains(value) ? value : whole(value);
            }))
        .shownAs(Topic::showText);
  }

  /**
   * A file with tokens, which may be each user's own.
   *
   * @param standard empty for none
   */
  Setting<String> userFile(String name, String standard) {
    return add(new Setting<>(name, standard, (line, _) -> fileName(line))).shownAs(Topic::showText);
  }

  private static String fileName(ConfigLine line) throws ConfigException {
    String value = line.only("missing file name.");
    return value.equalsIgnoreCase(NONE) ? "" : value;
  }

  /**
   * The whole path of a file: {@code ~/} is the home folder of who runs the server, and what begins
   * with no slash is below the folder it is started in.
   *
   * @param name empty stays empty
   */
  static String whole(String name) {
    if (name.isEmpty() || name.startsWith("/")) {
      return name;
    }
    boolean atHome = name.equals("~") || name.startsWith("~/");
    return atHome
        ? System.getProperty("user.home") + name.substring(1)
        : System.getProperty("user.dir") + "/" + name;
  }

  static List<String> showYesNo(boolean value) {
    return List.of(value ? "yes" : "no");
  }

  static List<String> showText(String value) {
    return List.of(value.isEmpty() ? NONE : value);
  }
}
