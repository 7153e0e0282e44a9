package org.sshlite.sshd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.pattern.Wildcard;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/**
 * An entry of AllowUsers or DenyUsers, sshd_config(5): {@code user}, or {@code user@host} where
 * {@code host} is a list of names, addresses and networks, some negated.
 *
 * @param user a pattern
 * @param from empty for everywhere
 */
public record UserPattern(String text, Wildcard user, Optional<AddressList> from) {
  static List<UserPattern> read(ConfigLine line) throws ConfigException {
    List<UserPattern> patterns = new ArrayList<>();
    for (String text : line.all()) {
      patterns.add(
          parse(text)
              .orElseThrow(
                  () -> line.error("invalid " + line.keyword() + " pattern: \"" + text + "\"")));
    }
    return List.copyOf(patterns);
  }

  static Optional<UserPattern> parse(String text) {
    int at = text.lastIndexOf('@');
    return at < 0
        ? Optional.of(new UserPattern(text, new Wildcard(text), Optional.empty()))
        : AddressList.parse(text.substring(at + 1))
            .map(
                from ->
                    new UserPattern(text, new Wildcard(text.substring(0, at)), Optional.of(from)));
  }

  /**
   * @param host the peer's name, or its address
   */
  public boolean matches(String name, String host, String address) {
    return user.matches(name) && from.map(list -> list.matches(host, address)).orElse(true);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
