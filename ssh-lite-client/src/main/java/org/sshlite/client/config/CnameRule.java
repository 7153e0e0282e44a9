package org.sshlite.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;
import org.sshlite.program.config.Syntax;

/**
 * One of CanonicalizePermittedCNAMEs, ssh_config(5): which names may be followed where.
 *
 * @param text {@code sources:targets}, in lower case
 */
record CnameRule(String text) {
  static final Syntax<List<CnameRule>> SYNTAX =
      Syntax.shownAs(
          CnameRule::read,
          rules ->
              rules.isEmpty()
                  ? "none"
                  : String.join(" ", rules.stream().map(CnameRule::text).toList()));

  private static List<CnameRule> read(ConfigLine line) throws ConfigException {
    List<CnameRule> rules = new ArrayList<>();
    for (String word : line.allOrNone()) {
      String rule = word.toLowerCase(Locale.ROOT);
      int colon = rule.indexOf(':');
      if (!rule.equals("*") && (colon < 0 || colon + 1 == rule.length())) {
        throw line.error("Invalid permitted CNAME \"" + rule + "\"");
      }
      rules.add(new CnameRule(rule.equals("*") ? "*:*" : rule));
    }
    return rules;
  }

  boolean permits(String name, String target) {
    int colon = text.indexOf(':');
    return PatternList.parse(text.substring(0, colon)).matches(name.toLowerCase(Locale.ROOT))
        && PatternList.parse(text.substring(colon + 1)).matches(target.toLowerCase(Locale.ROOT));
  }
}
