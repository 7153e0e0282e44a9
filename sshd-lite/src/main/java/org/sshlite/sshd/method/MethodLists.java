package org.sshlite.sshd.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/**
 * AuthenticationMethods of sshd_config(5): lists of methods, of which one must succeed whole, in
 * its order; and what is left of them while a user logs in.
 *
 * @param lists none where any one method will do
 */
public record MethodLists(List<List<String>> lists) {
  /** Any one method will do. */
  public static final MethodLists ANY = new MethodLists(List.of());

  /** Those of OpenSSH. A list with one that is not offered here is left out at the login. */
  private static final Set<String> KNOWN =
      Set.of(
          "publickey", "password", "keyboard-interactive", "hostbased", "gssapi-with-mic", "none");

  public MethodLists {
    lists = List.copyOf(lists);
  }

  public static MethodLists read(ConfigLine line) throws ConfigException {
    if (line.is("any")) {
      return ANY;
    }
    List<List<String>> lists = new ArrayList<>();
    for (String text : line.all()) {
      List<String> list = List.of(text.split(",", -1));
      if (list.contains("any")) {
        throw line.error("\"any\" must appear alone in AuthenticationMethods");
      }
      if (!list.stream().allMatch(MethodLists::isKnown)) {
        throw line.error("invalid authentication method list.");
      }
      lists.add(list);
    }
    return new MethodLists(lists);
  }

  /**
   * Of texts as they stand in a configuration; none is {@link #ANY}.
   *
   * @throws IllegalArgumentException for a method that does not exist
   */
  public static MethodLists of(List<String> texts) {
    List<List<String>> lists = texts.stream().map(text -> List.of(text.split(",", -1))).toList();
    lists.stream()
        .flatMap(List::stream)
        .filter(step -> !isKnown(step))
        .findAny()
        .ifPresent(
            step -> {
              throw new IllegalArgumentException("no authentication method: " + step);
            });
    return new MethodLists(lists);
  }

  /** {@code keyboard-interactive:pam} names a device. */
  private static boolean isKnown(String step) {
    return KNOWN.contains(step.replaceFirst("^(keyboard-interactive):.+", "$1"));
  }

  /** Whether one method is enough. */
  public boolean isAny() {
    return lists.isEmpty();
  }

  /** Without the lists that name a method which is not among {@code offered}. */
  public List<List<String>> possible(List<String> offered) {
    return lists.stream().filter(offered::containsAll).toList();
  }

  @Override
  public String toString() {
    return isAny()
        ? "any"
        : String.join(" ", lists.stream().map(list -> String.join(",", list)).toList());
  }
}
