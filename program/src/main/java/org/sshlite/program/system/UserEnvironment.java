package org.sshlite.program.system;

import java.util.List;
import java.util.Map;
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

  /** A program that the user has named, which has them too. */
  public static ProcessBuilder program(List<String> command) {
    ProcessBuilder program = new ProcessBuilder(command);
    program.environment().clear();
    program.environment().putAll(variables());
    return program;
  }

  public static Map<String, String> variables() {
    return of(System.getenv(), System.getProperty(LC_ALL));
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
