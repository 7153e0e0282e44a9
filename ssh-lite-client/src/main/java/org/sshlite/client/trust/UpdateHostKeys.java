package org.sshlite.client.trust;

import java.util.Locale;
import java.util.Optional;

/** Whether keys that a believed host announces and proves are learned: ssh_config(5). */
public enum UpdateHostKeys {
  /** They are not looked at. */
  NO,
  /** A person is asked before a file is changed. */
  ASK,
  /** They are. */
  YES;

  /** From ssh_config's words; empty for any other. */
  public static Optional<UpdateHostKeys> parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> Optional.of(YES);
      case "no", "false" -> Optional.of(NO);
      case "ask" -> Optional.of(ASK);
      default -> Optional.empty();
    };
  }
}
