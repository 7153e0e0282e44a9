package org.sshlite.sshd.auth;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sshlite.sshd.pam.Pam;

/**
 * The account stage of one login, PAM's or the shadow database's: may he come in, now that it is
 * known who he is? PAM is asked once, with the password or after all other methods. One call at a
 * time, by any thread.
 */
final class AccountStage {
  private volatile boolean over;
  private volatile boolean passwordExpired;
  private volatile boolean denies;
  private volatile String said = "";
  private volatile String notices = "";
  private volatile Map<String, String> environment = Map.of();

  /** Of another name nothing is known. */
  void forget() {
    over = false;
    passwordExpired = false;
    notices = "";
    environment = Map.of();
  }

  /** What one who has logged in is told with his shell, lines. */
  void tell(String notice) {
    notices += notice;
  }

  String notices() {
    return notices;
  }

  /** The password was right, by the shadow database. */
  void hear(ShadowPasswords.Right right) {
    passwordExpired = right.expired();
    tell(right.notice());
  }

  /** Modules were asked together with the password. */
  void hear(Pam.Judgement judged) {
    over = judged.verdict() == Pam.Verdict.ACCEPTED;
    denies |= judged.verdict() == Pam.Verdict.DENIED;
    said = judged.said();
    keep(judged.environment());
  }

  private void keep(List<String> settings) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    settings.forEach(each -> all.put(each.substring(0, Math.max(0, each.indexOf('='))), each));
    environment = Collections.unmodifiableMap(all);
  }

  /**
   * What modules have put into theirs, each {@code NAME=value}: as with sshd those find it that are
   * asked next, and the session's.
   */
  Collection<String> environment() {
    return environment.values();
  }

  /** Whatever the methods were: an account can be closed at night. Asks, unless it was asked. */
  boolean permits(Pam pam, Pam.Candidate who) {
    if (over) {
      return true;
    }
    Pam.Judgement judged = pam.account(who);
    hear(judged);
    passwordExpired = judged.verdict() == Pam.Verdict.EXPIRED;
    return over || passwordExpired;
  }

  /** Whether nothing lets him in any more. */
  boolean denies() {
    return denies;
  }

  boolean passwordExpired() {
    return passwordExpired;
  }

  /** What modules have said, once. */
  Optional<String> notice() {
    String text = said;
    said = "";
    return Optional.of(text).filter(each -> !each.isEmpty());
  }
}
