package org.sshlite.client.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Patterns of file names as glob(7): {@code *}, {@code ?}, {@code [a-z]}, {@code [[:alpha:]]}, and
 * a backslash.
 */
final class Glob {
  /** Where names are looked up. Paths are text: of a server, a character for each byte. */
  interface Place {
    /** Names in a folder; none where there is no such folder. */
    List<String> names(String folder) throws IOException;

    boolean exists(String path) throws IOException;
  }

  private final Place place;

  Glob(Place place) {
    this.place = place;
  }

  static boolean isPattern(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '*' || c == '?' || c == '[') {
        return true;
      }
    }
    return false;
  }

  /** The paths that {@code pattern} stands for, in order. */
  List<String> matches(String pattern) throws IOException {
    if (!isPattern(pattern)) {
      String path = Words.plain(pattern);
      return place.exists(path) ? List.of(path) : List.of();
    }
    List<String> paths = List.of(pattern.startsWith("/") ? "/" : "");
    String[] parts = pattern.split("/+");
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].isEmpty()) {
        paths = next(paths, parts[i], i == parts.length - 1);
      }
    }
    return paths.stream().sorted().toList();
  }

  private List<String> next(List<String> folders, String part, boolean last) throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : folders) {
      if (!isPattern(part)) {
        String path = child(folder, Words.plain(part));
        if (!last || place.exists(path)) {
          found.add(path);
        }
        continue;
      }
      for (String name : place.names(folder.isEmpty() ? "." : folder)) {
        if ((name.charAt(0) != '.' || part.charAt(0) == '.') && matches(part, 0, name, 0)) {
          found.add(child(folder, name));
        }
      }
    }
    return found;
  }

  private static String child(String folder, String name) {
    return folder.isEmpty() || folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  static boolean matches(String pattern, String name) {
    return matches(pattern, 0, name, 0);
  }

  /** Goes back to the last star only, so that no pattern takes long. */
  private static boolean matches(String pattern, int p, String name, int n) {
    int starPattern = -1;
    int starName = -1;
    while (n < name.length()) {
      int length = p < pattern.length() ? one(pattern, p, name.charAt(n)) : 0;
      if (length > 0) {
        p += length;
        n++;
      } else if (p < pattern.length() && pattern.charAt(p) == '*') {
        starPattern = ++p;
        starName = n;
      } else if (starPattern >= 0) {
        p = starPattern;
        n = ++starName;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** How long the part of the pattern is that stands for {@code c}; 0 when it does not. */
  private static int one(String pattern, int p, char c) {
    return switch (pattern.charAt(p)) {
      case '*' -> 0;
      case '?' -> 1;
      case '[' -> CharacterSet.length(pattern, p, c);
      case '\\' -> p + 1 < pattern.length() && pattern.charAt(p + 1) == c ? 2 : 0;
      default -> pattern.charAt(p) == c ? 1 : 0;
    };
  }
}
