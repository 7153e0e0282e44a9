package org.sshlite.program.system;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The variables as the user has them. The launcher gives the virtual machine a locale of its own,
 * for in the locale C it loses what is not ASCII of its arguments; SendEnv still sends the user's.
 */
public final class UserEnvironment {
  /** Set by the launcher: LC_ALL as it was, empty where there was none. */
  private static final String LC_ALL = "ssh-lite.lc_all";

  private UserEnvironment() {}

  /** A program that the user has named, which has them too: what is no text as it is. */
  public static ProcessBuilder program(List<String> command) {
    ProcessBuilder program = new ProcessBuilder(command);
    if (System.getProperty(LC_ALL) != null) {
      program.environment().remove("LC_ALL");
      localeBefore().ifPresent(locale -> program.environment().put("LC_ALL", locale));
    }
    return program;
  }

  /** Before a command of any shell that runs with ours: what gives it them. */
  public static String shellPrefix() {
    if (System.getProperty(LC_ALL) == null) {
      return "";
    }
    return localeBefore()
        .map(locale -> "env LC_ALL=" + ShellWord.of(locale) + " ")
        .orElse("env -u LC_ALL ");
  }

  private static Optional<String> localeBefore() {
    return Optional.ofNullable(System.getProperty(LC_ALL)).filter(locale -> !locale.isEmpty());
  }

  public static Map<String, String> variables() {
    return of(System.getenv(), System.getProperty(LC_ALL));
  }

  /**
   * A value as it was given: text that is no UTF-8 is lost on the way into a string.
   *
   * @param value the same as a string, from {@link #variables}
   */
  public static byte[] bytes(String name, String value) {
    if (value.indexOf('\ufffd') >= 0) {
      try (Arena arena = Arena.ofConfined()) {
        byte[] word = name.getBytes(StandardCharsets.UTF_8);
        long at = Libc.call("getenv", Libc.string(arena, word).address()).value();
        byte[] given = at == 0 ? new byte[0] : Libc.bytes(at);
        if (new String(given, StandardCharsets.UTF_8).equals(value)) {
          return given;
        }
      }
    }
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param localeBefore null where no launcher changed it
   */
  static Map<String, String> of(Map<String, String> ours, @Nullable String localeBefore) {
    Map<String, String> variables = new TreeMap<>(ours);
    if (localeBefore != null) {
      variables.remove("LC_ALL");
      if (!localeBefore.isEmpty()) {
        variables.put("LC_ALL", localeBefore);
      }
    }
    return variables;
  }
}
