package org.sshlite.protocol.transport;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;

/**
 * Warns of {@link LegacyUse} in the key exchanges of one connection: once, and again only when a
 * later one brings in something else. Loop only.
 */
public final class LegacyWatch {
  private LegacyUse told = new LegacyUse(List.of());

  public LegacyWatch() {}

  /** The line to say now, if any. */
  public Optional<String> keysAgreed(Negotiated negotiated, PublicKey hostKey) {
    LegacyUse use = LegacyUse.of(negotiated, hostKey);
    boolean again = use.equals(told);
    told = use;
    return again ? Optional.empty() : use.warning();
  }
}
