package org.sshlite.mitm.bench;

import java.util.List;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.mitm.evidence.Seen;

/** How bad a finding is; the worst first. */
public enum Severity {
  /** A secret or command came to the attacker, or he was let in without a proof. */
  GIVEN_AWAY("secret, command or access given away"),
  /** It was gone along with, and nothing was lost by that alone. */
  ACCEPTED("accepted without a leak"),
  /** Nothing was given away, but it can be held up, or filled. */
  NO_LIMIT("no limit"),
  NONE("none");

  private final String text;

  Severity(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** The least that a verdict is. */
  static Severity of(Verdict verdict) {
    return switch (verdict) {
      case FOOLED -> ACCEPTED;
      case UNBOUNDED -> NO_LIMIT;
      case NOTICED, NOT_APPLICABLE -> NONE;
    };
  }

  static Severity of(List<Seen> leaks) {
    boolean lost =
        leaks.stream().map(Seen::kind).anyMatch(kind -> kind.compareTo(Leak.COMMAND) <= 0);
    return lost ? GIVEN_AWAY : ACCEPTED;
  }
}
