package org.sshlite.client.sftp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sshlite.client.config.Destination;

/**
 * A host and a path on it: {@code [user@]host[:path]} or {@code
 * scheme://[user@]host[:port][/path]}.
 */
record Place(Optional<String> user, String host, Optional<Integer> port, Optional<String> path) {
  /** Empty when it names no host. */
  static Optional<Place> parse(String scheme, String text) {
    return text.startsWith(scheme + "://")
        ? parseUri(text.substring(scheme.length() + 3))
        : parsePlain(text);
  }

  private static Optional<Place> parseUri(String text) {
    int slash = text.indexOf('/');
    String authority = slash < 0 ? text : text.substring(0, slash);
    Optional<String> path =
        slash < 0 || slash + 1 == text.length()
            ? Optional.empty()
            : Optional.of(text.substring(slash + 1));
    try {
      Optional<String> decoded =
          path.map(p -> URLDecoder.decode(p.replace("+", "%2B"), StandardCharsets.UTF_8));
      return Destination.parse("ssh://" + authority)
          .map(to -> new Place(to.user(), to.host(), to.port(), decoded));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Place> parsePlain(String text) {
    int colon = colon(text);
    String whom = colon < 0 ? text : text.substring(0, colon);
    Optional<String> path =
        colon < 0 || colon + 1 == text.length()
            ? Optional.empty()
            : Optional.of(text.substring(colon + 1));
    int at = whom.lastIndexOf('@');
    String host = whom.substring(at + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (colon < 0 && (host.isEmpty() || at == 0)) {
      return Optional.empty();
    }
    // as scp: with a path, an empty user is none, and an empty host is looked for
    Optional<String> user = at <= 0 ? Optional.empty() : Optional.of(whom.substring(0, at));
    return Optional.of(new Place(user, host, Optional.empty(), path));
  }

  /** Index of the colon that ends a host; -1 for none, or where a slash comes before it. */
  static int colon(String text) {
    boolean bracket = text.startsWith("[") || text.contains("@[");
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case ']' -> bracket = false;
        case ':' -> {
          if (!bracket) {
            return i == 0 ? -1 : i;
          }
        }
        case '/' -> {
          return -1;
        }
        default -> {
          // of a name
        }
      }
    }
    return -1;
  }
}
