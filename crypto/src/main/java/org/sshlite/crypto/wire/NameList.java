package org.sshlite.crypto.wire;

import java.util.Arrays;
import java.util.List;

/** A name-list, RFC 4251 §5: names in order of preference; duplicates are kept as they came. */
public record NameList(List<String> names) {
  /** Names are at most this long, RFC 4251 §6. */
  public static final int MAXIMUM_NAME_LENGTH = 64;

  public static final NameList EMPTY = new NameList(List.of());

  public NameList {
    names = List.copyOf(names);
  }

  public static NameList of(String... names) {
    return new NameList(List.of(names));
  }

  /**
   * A list ends at its first empty name, as it does for OpenSSH: RFC 4251 §5 has none, but libssh
   * 0.10 ends its lists in a comma.
   *
   * @throws IllegalArgumentException if a name holds anything but printable US-ASCII
   */
  public static NameList parse(String text) {
    List<String> names =
        Arrays.stream(text.split(",", -1)).takeWhile(name -> !name.isEmpty()).toList();
    for (String name : names) {
      // the length limit of RFC 4251 §6 is not enforced here: an over-long name never matches one
      // of ours
      if (!isPrintable(name)) {
        throw new IllegalArgumentException("not a name-list");
      }
    }
    return new NameList(names);
  }

  /** Whether {@code text} may be an algorithm, method, service or request name, RFC 4251 §6. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAXIMUM_NAME_LENGTH
        && text.indexOf(',') < 0
        && isPrintable(text);
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  public boolean contains(String name) {
    return names.contains(name);
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** As on the wire: comma-separated. */
  @Override
  public String toString() {
    return String.join(",", names);
  }
}
