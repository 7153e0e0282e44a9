package org.sshlite.sshd.auth;

import java.util.Optional;
import org.sshlite.sshd.pam.Pam;

/**
 * PAM's account stage in one login: may he come in, now that it is known who he is? Asked once,
 * with the password or after all other methods. One call at a time, by any thread.
 */
final class AccountStage {
  private volatile boolean over;
  private volatile boolean passwordExpired;
  private volatile boolean denies;
  private volatile String said = "";

  /** Of another name nothing is known. */
  void forget() {
    over = false;
    passwordExpired = false;
  }

  /** Modules were asked together with the password. */
  void hear(Pam.Judgement judged) {
    over = judged.verdict() == Pam.Verdict.ACCEPTED;
    denies |= judged.verdict() == Pam.Verdict.DENIED;
    said = judged.said();
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
