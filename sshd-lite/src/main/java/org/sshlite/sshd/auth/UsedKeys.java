package org.sshlite.sshd.auth;

import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.transport.LegacyUse;

/** What the keys grant together that log somebody in. One call at a time, by any thread. */
final class UsedKeys {
  private final StderrLog log;
  private volatile Optional<Found> last = Optional.empty();
  private volatile KeyGrant grant = KeyGrant.ALL;

  private record Found(PublicKey key, KeyGrant grant) {}

  UsedKeys(StderrLog log) {
    this.log = log;
  }

  /**
   * @param granted what a key was found to grant; nothing where it is nobody's
   */
  void found(PublicKey key, Optional<KeyGrant> granted) {
    last = granted.map(value -> new Found(key, value));
  }

  /** What a key was found to grant when one was looked for last. */
  Optional<KeyGrant> granted(PublicKey key) {
    return last.filter(found -> found.key().equals(key)).map(Found::grant);
  }

  /** Whether the key may be used beside those before. */
  boolean use(PublicKey key) {
    // what it grants is what the file said for this very request
    Optional<KeyGrant> granted = granted(key);
    last = Optional.empty();
    Optional<KeyGrant> all = granted.flatMap(grant::and);
    if (granted.isPresent() && all.isEmpty()) {
      log.error("key options inconsistent with those of the key before: forced command");
    }
    all.ifPresent(value -> grant = value);
    return all.isPresent();
  }

  /** Tells of a key that is too weak, by today's measure. */
  void warn(PublicKey key, String algorithm, String who) {
    LegacyUse.of(key, algorithm)
        .warning()
        .ifPresent(text -> log.info("Warning: user " + who + ": " + text));
  }

  /** Everything where none was used. */
  KeyGrant grant() {
    return grant;
  }
}
