package org.sshlite.sshd.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.sshd.process.Account;

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
              return words.contains(value) ? value : whole(line, value);
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
   * The whole path of a file: {@code ~/} is the home folder of who runs the server, {@code ~alice/}
   * alice's, and what begins with no slash is below the folder it is started in.
   *
   * @param name empty stays empty
   */
  static String whole(ConfigLine line, String name) throws ConfigException {
    if (name.isEmpty() || name.startsWith("/")) {
      return name;
    }
    if (!name.startsWith("~")) {
      return System.getProperty("user.dir") + "/" + name;
    }
    int end = name.indexOf('/');
    String user = name.substring(1, end < 0 ? name.length() : end);
    return home(line, user) + name.substring(1 + user.length());
  }

  private static String home(ConfigLine line, String user) throws ConfigException {
    return user.isEmpty()
        ? System.getProperty("user.home")
        : Account.byName(user)
            .map(Account::home)
            .orElseThrow(() -> line.error("No such user " + Printable.line(user)));
  }

  static List<String> showYesNo(boolean value) {
    return List.of(value ? "yes" : "no");
  }

  static List<String> showText(String value) {
    return List.of(value.isEmpty() ? NONE : value);
  }
}
