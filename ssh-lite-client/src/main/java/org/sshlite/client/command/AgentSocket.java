package org.sshlite.client.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an agent is, as IdentityAgent and ForwardAgent of ssh_config(5) name it. */
final class AgentSocket {
  /** What is set where there is one. */
  static final String VARIABLE = "SSH_AUTH_SOCK";

  private static final Pattern NAMED = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

  private AgentSocket() {}

  /**
   * The socket.
   *
   * @param text a path, {@code $NAME} of a variable that holds one, or {@link #VARIABLE}
   * @param variables null for one that is not set
   */
  static Optional<Path> of(String text, Function<String, @Nullable String> variables) {
    var named = NAMED.matcher(text);
    String path =
        named.matches()
            ? variables.apply(named.group(1))
            : text.equals(VARIABLE) ? variables.apply(VARIABLE) : text;
    return Optional.ofNullable(path).filter(found -> !found.isEmpty()).map(Path::of);
  }
}
