package org.sshlite.crypto.wire;

import java.util.ArrayList;
import java.util.List;

/** A name-list, RFC 4251 §5: names in order of preference; duplicates are kept as they came. */
public record NameList(List<String> names) {
  /** Names are at most this long, RFC 4251 §6. */
  public static final int MAXIMUM_NAME_LENGTH = 64;

  /**
   * Names that are read of a list. No program we know sends 60, and OpenSSH looks at 40; a packet
   * before the login has room for 32,000, each of which costs many times its two bytes here.
   */
  public static final int MAXIMUM_NAMES = 128;

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
   * @throws IllegalArgumentException if a name holds anything but printable US-ASCII, or there are
   *     more than {@value #MAXIMUM_NAMES}
   */
  public static NameList parse(String text) {
    List<String> names = new ArrayList<>();
    int end;
    for (int at = 0; at < text.length() && text.charAt(at) != ','; at = end + 1) {
      int comma = text.indexOf(',', at);
      end = comma < 0 ? text.length() : comma;
      String name = text.substring(at, end);
      // the length limit of RFC 4251 §6 is not enforced here: an over-long name never matches one
      // of ours
      if (!isPrintable(name)) {
        throw new IllegalArgumentException("not a name-list");
      }
      if (names.size() == MAXIMUM_NAMES) {
        throw new IllegalArgumentException("more than " + MAXIMUM_NAMES + " names");
      }
      names.add(name);
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
