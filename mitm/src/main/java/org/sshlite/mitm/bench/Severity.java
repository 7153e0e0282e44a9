package org.sshlite.mitm.bench;

import java.util.List;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.mitm.evidence.Seen;

/** How bad a finding is; the worst first. */
public enum Severity {
  /** A password, a usable signature or a command of the user's came to the attacker. */
  GIVEN_AWAY("secret or command given away"),
  /** The client went along, and nothing of the user's was lost by that alone. */
  ACCEPTED("accepted without a leak"),
  /** Nothing was given away, but the client can be held up, or filled. */
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
        leaks.stream()
            .map(Seen::kind)
            .anyMatch(
                kind -> kind == Leak.PASSWORD || kind == Leak.SIGNATURE || kind == Leak.COMMAND);
    return lost ? GIVEN_AWAY : ACCEPTED;
  }
}
