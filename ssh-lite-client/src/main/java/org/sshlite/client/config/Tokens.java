package org.sshlite.client.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LocalHost;
import org.sshlite.program.system.Libc;

/**
 * Replaces what ssh_config(5) TOKENS and ENVIRONMENT VARIABLES describe: {@code %h}, {@code ${X}},
 * and {@code ~} in front of a path.
 *
 * @param host the name to connect to, {@code %h}
 * @param originalHost as given on the command line, {@code %n}
 * @param keyAlias HostKeyAlias, or the host as given, {@code %k}
 * @param port {@code %p}
 * @param remoteUser {@code %r}
 * @param jumpHost the last host of ProxyJump, {@code %j}; empty for none
 * @param local whose files and variables they are
 */
public record Tokens(
    String host,
    String originalHost,
    String keyAlias,
    int port,
    String remoteUser,
    String jumpHost,
    LocalUser local) {

  /** While files are read: of the values that are in force so far, or else the defaults. */
  static Tokens soFar(ClientConfig config, MatchContext context, Optional<String> resolved)
      throws ConfigException {
    String host = resolved.isPresent() ? resolved.get() : hostName(config, context.originalHost());
    return new Tokens(
        host,
        context.originalHost(),
        config.hostKeyAlias.get().orElse(host),
        config.port.get(),
        config.user.get().orElse(context.local().name()),
        jumpHost(config),
        context.local());
  }

  /**
   * Once all files are read.
   *
   * @param host the name or address to connect to
   */
  static Tokens of(ClientConfig config, MatchContext context, String host) throws ConfigException {
    String original = context.originalHost();
    Tokens names =
        new Tokens(
            host,
            original,
            config.hostKeyAlias.get().map(alias -> alias.toLowerCase(Locale.ROOT)).orElse(original),
            config.port.get(),
            context.local().name(),
            jumpHost(config),
            context.local());
    return config.user.get().isEmpty()
        ? names
        : names.withUser(names.user(config.user.get().get(), config.user.isTyped()));
  }

  private Tokens withUser(String name) {
    return new Tokens(host, originalHost, keyAlias, port, name, jumpHost, local);
  }

  /** The one that the connection comes from, as it was written: without its user and port. */
  private static String jumpHost(ClientConfig config) {
    return config.proxyJump.get().map(jump -> jump.hosts().getLast().host()).orElse("");
  }

  /** User knows all tokens but those that it is part of; what was typed knows none. */
  private String user(String text, boolean typed) throws ConfigException {
    if (typed) {
      return text;
    }
    String name = expand(text, true, "Cr", Map.of());
    if (!name.equals(text) && !Destination.isSafeUser(name)) {
      throw new ConfigException("remote username contains invalid characters");
    }
    return name;
  }

  /** HostName, which knows the host given and no other token, or else that host as it was typed. */
  static String hostName(ClientConfig config, String original) throws ConfigException {
    if (config.hostName.get().isEmpty()) {
      return original;
    }
    String text = config.hostName.get().get();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      switch (++i < text.length() ? text.charAt(i) : ' ') {
        case '%' -> out.append('%');
        case 'h' -> out.append(original);
        default -> throw new ConfigException("unknown token in HostName " + Printable.line(text));
      }
    }
    return out.toString();
  }

  /** Tokens and variables of {@code text}, and a {@code ~} or {@code ~user} in front. */
  public String path(String text) throws ConfigException {
    if (!text.startsWith("~")) {
      return expand(text, true);
    }
    Tilde tilde = Tilde.of(text);
    return tilde.folder(local.home()) + expand(tilde.rest(), true);
  }

  /** Tokens and variables. */
  String text(String text) throws ConfigException {
    return expand(text, true);
  }

  /** Tokens only, for commands: variables are the shell's. */
  public String percent(String text) throws ConfigException {
    return expand(text, false);
  }

  /**
   * As {@link #percent}, for a command that knows more tokens than others.
   *
   * @param more values by the letter of their token
   */
  public String percent(String text, Map<Character, String> more) throws ConfigException {
    return expand(text, false, "", more);
  }

  /**
   * Tokens and variables, for an argument of a command that no shell reads.
   *
   * @param more values by the letter of their token, which others have not
   */
  public String argument(String text, Map<Character, String> more) throws ConfigException {
    return expand(text, true, "", more);
  }

  private String expand(String text, boolean withVariables) throws ConfigException {
    return expand(text, withVariables, "", Map.of());
  }

  /** One pass, so that what is put in is not itself taken for a token. */
  private String expand(
      String text, boolean withVariables, String forbidden, Map<Character, String> more)
      throws ConfigException {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (++i == text.length()) {
          throw new ConfigException("\"" + Printable.line(text) + "\" ends in a single %");
        }
        if (forbidden.indexOf(text.charAt(i)) >= 0) {
          throw unknown(text, text.charAt(i));
        }
        String value = more.get(text.charAt(i));
        out.append(value == null ? token(text, text.charAt(i)) : value);
      } else if (withVariables && text.startsWith("${", i)) {
        int end = text.indexOf('}', i);
        out.append(variable(text, end < 0 ? "" : text.substring(i + 2, end)));
        i = end;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private String variable(String text, String name) throws ConfigException {
    String value = name.isEmpty() ? null : local.variables().apply(name);
    if (value == null) {
      throw new ConfigException(
          "environment variable \""
              + Printable.line(name)
              + "\" of \""
              + Printable.line(text)
              + "\" is not set");
    }
    return value;
  }

  private String token(String text, char name) throws ConfigException {
    return switch (name) {
      case '%' -> "%";
      case 'C' -> connectionHash();
      case 'd' -> local.home().toString();
      case 'h' -> host;
      case 'i' -> local.uid();
      case 'j' -> jumpHost;
      case 'k' -> keyAlias;
      case 'L' -> LocalHost.name().split("\\.", 2)[0];
      case 'l' -> LocalHost.name();
      case 'n' -> originalHost;
      case 'p' -> Integer.toString(port);
      case 'r' -> remoteUser;
      case 'u' -> local.name();
      default -> throw unknown(text, name);
    };
  }

  private static ConfigException unknown(String text, char name) {
    return new ConfigException("unknown token %" + name + " in \"" + Printable.line(text) + "\"");
  }

  /**
   * {@code %C}: a name for this very connection, and for the way to it: behind another jump host
   * the same name and address may be another machine's. The hash keeps names short, nothing secret.
   */
  private String connectionHash() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-1");
      String names = LocalHost.name() + host + port + remoteUser + jumpHost;
      hash.update(names.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has it
    }
  }

  /** Whom they name together. */
  public Destination destination() {
    return new Destination(Optional.of(remoteUser), host, Optional.of(port));
  }

  /**
   * The user who runs the client.
   *
   * @param home where {@code .ssh} lies
   * @param variables the environment; null for a variable that is not set
   */
  public record LocalUser(String name, Path home, Function<String, @Nullable String> variables) {
    /** Of this process. */
    public static LocalUser current() {
      return new LocalUser(
          System.getProperty("user.name"),
          Path.of(System.getProperty("user.home")),
          System::getenv);
    }

    String uid() {
      return Integer.toUnsignedString(Libc.call("getuid").asInt());
    }
  }
}
