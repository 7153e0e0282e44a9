package org.sshlite.client.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sshlite.program.system.ServiceName;

/**
 * Whom a person wants to reach: {@code [user@]host} or {@code ssh://[user@]host[:port]}.
 *
 * @param user empty for the one who runs this process
 * @param host as it was given, a name or an address without brackets; never empty
 * @param port empty for 22, or what the configuration says
 */
public record Destination(Optional<String> user, String host, Optional<Integer> port) {
  private static final String SCHEME = "ssh://";

  /** Characters that a shell would act on, were the name handed to one. */
  private static final String UNSAFE_IN_HOSTS = "'`\"$\\;&<>|(){},";

  private static final String UNSAFE_IN_USERS = "'`\";&<>|(){}";

  /** Empty when {@code text} has neither form. */
  public static Optional<Destination> parse(String text) {
    return text.startsWith(SCHEME)
        ? parseAuthority(text.substring(SCHEME.length()), Destination::decode)
        : parsePlain(text);
  }

  /** One host of ProxyJump: as a URI, or {@code [user@]host[:port]}, an address in brackets. */
  public static Optional<Destination> parseJump(String text) {
    if (text.startsWith(SCHEME)) {
      return parse(text);
    }
    // as ssh: a colon with nothing behind it names no port
    String place = text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
    return parseAuthority(place, plain -> plain);
  }

  /** As {@code -G} shows a host of ProxyJump. */
  public String asJump() {
    boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    return user.map(name -> name + "@").orElse("")
        + (address ? "[" + host + "]" : host)
        + port.map(number -> ":" + number).orElse("");
  }

  private static Optional<Destination> parsePlain(String text) {
    int at = text.lastIndexOf('@');
    String host = text.substring(at + 1);
    if (at == 0 || host.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> user = at < 0 ? Optional.empty() : Optional.of(text.substring(0, at));
    return Optional.of(new Destination(user, host, Optional.empty()));
  }

  private static Optional<Destination> parseAuthority(String text, UnaryOperator<String> decoding) {
    String authority = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    int at = authority.lastIndexOf('@');
    if (authority.indexOf('/') >= 0 || at == 0) {
      return Optional.empty();
    }
    String place = authority.substring(at + 1);
    int bracket = place.startsWith("[") ? place.indexOf(']') : 0;
    int colon = bracket < 0 ? -1 : place.indexOf(':', bracket);
    Optional<Integer> port = colon < 0 ? Optional.empty() : port(place.substring(colon + 1));
    String host = colon < 0 ? place : place.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || bracket < 0 || colon >= 0 && port.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<String> user =
          at < 0 ? Optional.empty() : Optional.of(decoding.apply(authority.substring(0, at)));
      return Optional.of(new Destination(user, decoding.apply(host), port));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String decode(String text) {
    // a plus sign is no space outside of forms
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Empty unless {@code text} is a port number, 1 to 65535, or a name of one. */
  public static Optional<Integer> port(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return ServiceName.port(text).stream().boxed().findFirst();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65535 ? Optional.of(port) : Optional.empty();
  }

  /** Whether a host name from a command line may be used in commands and file names. */
  public static boolean isSafeHost(String host) {
    return !host.startsWith("-")
        && host.chars()
            .noneMatch(
                c -> UNSAFE_IN_HOSTS.indexOf(c) >= 0 || c <= ' ' || Character.isISOControl(c));
  }

  /** Whether a user name from a command line may be used in commands and file names. */
  public static boolean isSafeUser(String user) {
    return !user.startsWith("-")
        && !user.endsWith("\\")
        && !user.matches("(?s).*\\s-.*")
        && user.chars()
            .noneMatch(c -> UNSAFE_IN_USERS.indexOf(c) >= 0 || Character.isISOControl(c));
  }
}
