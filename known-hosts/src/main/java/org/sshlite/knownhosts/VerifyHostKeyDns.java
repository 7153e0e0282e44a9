package org.sshlite.knownhosts;

import java.util.Locale;
import java.util.Optional;

/** What SSHFP records in the DNS are worth: ssh_config(5) VerifyHostKeyDNS. */
public enum VerifyHostKeyDns {
  /** They are not looked up. */
  NO,
  /** They are shown to whoever decides. */
  ASK,
  /** A match that DNSSEC vouches for is enough to believe a host; any other is as {@link #ASK}. */
  YES;

  /** From ssh_config's words; empty for any other. */
  public static Optional<VerifyHostKeyDns> parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> Optional.of(YES);
      case "no", "false" -> Optional.of(NO);
      case "ask" -> Optional.of(ASK);
      default -> Optional.empty();
    };
  }
}
