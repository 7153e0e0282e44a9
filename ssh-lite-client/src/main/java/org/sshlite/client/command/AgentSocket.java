package org.sshlite.client.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;

/** Where an agent is, as IdentityAgent and ForwardAgent of ssh_config(5) name it. */
final class AgentSocket {
  /** What is set where there is one. */
  static final String VARIABLE = "SSH_AUTH_SOCK";

  private static final Pattern NAMED = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

  private AgentSocket() {}

  /**
   * That of this process, IdentityAgent: what logs in, and what {@code ForwardAgent yes} means.
   *
   * @param variables as {@link #of}
   */
  static Optional<Path> own(ClientConfig config, Function<String, @Nullable String> variables) {
    String configured = config.identityAgent.get().orElse(VARIABLE);
    return configured.equals("none") ? Optional.empty() : of(configured, variables);
  }

  /**
   * That which sessions may reach from the far end, ForwardAgent: none where IdentityAgent switches
   * agents off, and as ssh a variable {@link #VARIABLE} that IdentityAgent has changed.
   *
   * @param variables as {@link #of}
   */
  static Optional<Path> forwarded(
      ClientConfig config, Function<String, @Nullable String> variables) {
    String wanted = config.forwardAgent.get();
    if (wanted.equals("no") || config.identityAgent.get().equals(Optional.of("none"))) {
      return Optional.empty();
    }
    return wanted.equals("yes") ? own(config, variables) : named(config, variables);
  }

  /** What ForwardAgent names. */
  private static Optional<Path> named(
      ClientConfig config, Function<String, @Nullable String> variables) {
    Optional<Path> own = own(config, variables);
    return of(
        config.forwardAgent.get(),
        name ->
            name.equals(VARIABLE) ? own.map(Path::toString).orElse(null) : variables.apply(name));
  }

  /**
   * Why ForwardAgent is in vain, in ssh's words: it names a socket that is not there.
   *
   * @param variables as {@link #of}
   */
  static Optional<String> missing(
      ClientConfig config, Function<String, @Nullable String> variables) {
    String wanted = config.forwardAgent.get();
    if (wanted.equals("no") || wanted.equals("yes")) {
      return Optional.empty();
    }
    Optional<Path> named = named(config, variables);
    String place = Printable.line(named.map(Path::toString).orElse(wanted));
    try {
      Files.readAttributes(
          named.orElseThrow(() -> new NoSuchFileException(wanted)), BasicFileAttributes.class);
      return Optional.empty();
    } catch (IOException e) {
      String reason = ConfigFile.reason(e);
      return Optional.of("Cannot forward agent socket path \"" + place + "\": " + reason);
    }
  }

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
