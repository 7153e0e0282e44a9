package org.sshlite.sshd.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/** PubkeyAuthOptions of sshd_config(5): what a token must vouch for, whatever a key's line says. */
public enum TokenRule {
  /** Someone touched it. */
  TOUCH_REQUIRED("touch-required"),
  /** It verified its user. */
  VERIFY_REQUIRED("verify-required");

  private static final Map<String, TokenRule> BY_NAME =
      Map.of(TOUCH_REQUIRED.text, TOUCH_REQUIRED, VERIFY_REQUIRED.text, VERIFY_REQUIRED);

  private final String text;

  TokenRule(String text) {
    this.text = text;
  }

  static Set<TokenRule> read(ConfigLine line) throws ConfigException {
    EnumSet<TokenRule> rules = EnumSet.noneOf(TokenRule.class);
    for (String name : line.all()) {
      if (name.equalsIgnoreCase("none")) {
        continue;
      }
      TokenRule rule = BY_NAME.get(name);
      if (rule == null) {
        // left out, it would let in who should not be
        throw line.error("Unsupported PubkeyAuthOptions option \"" + name + "\"");
      }
      rules.add(rule);
    }
    return Set.copyOf(rules);
  }

  static List<String> show(Set<TokenRule> rules) {
    List<String> names =
        EnumSet.allOf(TokenRule.class).stream()
            .filter(rules::contains)
            .map(TokenRule::toString)
            .toList();
    return List.of(names.isEmpty() ? "none" : String.join(" ", names));
  }

  @Override
  public String toString() {
    return text;
  }
}
