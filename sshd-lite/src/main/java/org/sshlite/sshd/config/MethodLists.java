package org.sshlite.sshd.config;

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

  static MethodLists read(ConfigLine line) throws ConfigException {
    if (line.is("any")) {
      return ANY;
    }
    List<List<String>> lists = new ArrayList<>();
    for (String text : line.all()) {
      List<String> list = List.of(text.split(",", -1));
      for (String method : list) {
        if (method.equals("any")) {
          throw line.error("\"any\" must appear alone in AuthenticationMethods");
        }
        // "keyboard-interactive:pam" names a device
        if (!KNOWN.contains(method.replaceFirst("^(keyboard-interactive):.+", "$1"))) {
          throw line.error("invalid authentication method list.");
        }
      }
      lists.add(list);
    }
    return new MethodLists(lists);
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
