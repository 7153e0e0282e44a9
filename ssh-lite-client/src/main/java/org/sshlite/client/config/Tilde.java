package org.sshlite.client.config;

import java.nio.file.Path;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.system.HomeFolder;

/**
 * A path that begins in somebody's home folder.
 *
 * @param user empty for our own
 * @param rest of the path, which does not begin with a slash
 */
public record Tilde(String user, String rest) {
  /**
   * @param text begins with {@code ~}
   */
  public static Tilde of(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new Tilde(text.substring(1), "")
        : new Tilde(text.substring(1, slash), text.substring(slash).replaceFirst("^/+", ""));
  }

  /**
   * The home folder, with a slash at the end.
   *
   * @param own our own
   * @throws ConfigException when there is no such user
   */
  public String folder(Path own) throws ConfigException {
    String home =
        user.isEmpty()
            ? own.toString()
            : HomeFolder.of(user)
                .orElseThrow(
                    () -> new ConfigException("\"~" + Printable.line(user) + "\": No such user"));
    return home.endsWith("/") ? home : home + "/";
  }

  /** Whether there is such a user. */
  boolean isThere() {
    return user.isEmpty() || HomeFolder.of(user).isPresent();
  }
}
