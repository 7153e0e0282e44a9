package org.sshlite.sshd.permit;

import java.util.Optional;
import org.sshlite.crypto.pattern.PatternList;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigLine;

/**
 * PermitUserEnvironment of sshd_config(5): which variables users set for their sessions, by {@code
 * environment=} and {@code ~/.ssh/environment}.
 *
 * @param permitted names; empty for all of them
 */
public record UserEnvironment(boolean any, String text, Optional<PatternList> permitted) {
  public static final UserEnvironment NO = new UserEnvironment(false, "no", Optional.empty());
  private static final UserEnvironment YES = new UserEnvironment(true, "yes", Optional.empty());

  public static UserEnvironment read(ConfigLine line) throws ConfigException {
    String text = line.only();
    return switch (text) {
      case "no" -> NO;
      case "yes" -> YES;
      default -> new UserEnvironment(true, text, Optional.of(PatternList.parse(text)));
    };
  }

  public boolean permits(String name) {
    return any && permitted.map(names -> names.matches(name)).orElse(true);
  }

  @Override
  public String toString() {
    return text;
  }
}
