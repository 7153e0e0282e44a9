package org.sshlite.mitm.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sshlite.mitm.catalogue.Harm;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.evidence.Leak;
import org.sshlite.mitm.evidence.Seen;

/** Turns evidence and the client's end into a verdict. */
final class Judge {
  private Judge() {}

  /** A verdict with its reason. */
  record Judgement(Verdict verdict, String reason, Severity severity) {
    Judgement(Verdict verdict, String reason) {
      this(verdict, reason, Severity.of(verdict));
    }
  }

  /**
   * @param killed whether the client had to be killed
   * @param succeeded whether it ended with success and the expected output
   */
  static Judgement judge(Harm harm, Evidence evidence, boolean killed, boolean succeeded) {
    if (evidence.inapplicable().isPresent()) {
      return new Judgement(Verdict.NOT_APPLICABLE, evidence.inapplicable().get());
    }
    if (!evidence.harms().isEmpty()) {
      List<Seen> lost = new ArrayList<>(evidence.harms());
      lost.addAll(leaked(harm, evidence));
      return new Judgement(Verdict.FOOLED, join(evidence.harms()), Severity.of(lost));
    }
    if (evidence.strike().isEmpty()) {
      return new Judgement(Verdict.NOT_APPLICABLE, "the occasion never came");
    }
    List<Seen> leaked = leaked(harm, evidence);
    if (!leaked.isEmpty()) {
      return new Judgement(Verdict.FOOLED, join(leaked), Severity.of(leaked));
    }
    if (harm == Harm.COMPLETION && succeeded) {
      return new Judgement(Verdict.FOOLED, "it ended with success, as if nothing were changed");
    }
    if (evidence.unbounded().isPresent()) {
      return new Judgement(Verdict.UNBOUNDED, evidence.unbounded().get());
    }
    if (killed) {
      return new Judgement(
          Verdict.UNBOUNDED, "neither failed nor finished, and was killed; nothing leaked");
    }
    return new Judgement(Verdict.NOTICED, refusal(evidence, succeeded));
  }

  private static List<Seen> leaked(Harm harm, Evidence evidence) {
    return evidence.seen().stream()
        .filter(one -> one.afterStrike() && counts(harm, one.kind()))
        .sorted(Comparator.comparing(Seen::kind))
        .toList();
  }

  /** A client may send its name before it hears of what happened. */
  private static boolean counts(Harm harm, Leak kind) {
    return harm == Harm.TRUST || harm == Harm.LOGIN && kind != Leak.USER_NAME;
  }

  private static String refusal(Evidence evidence, boolean succeeded) {
    String refusals = String.join("; ", evidence.refusals());
    if (!refusals.isEmpty()) {
      return refusals;
    }
    return succeeded ? "it came to nothing: the session ended well" : "";
  }

  private static String join(List<Seen> seen) {
    return String.join("; ", seen.stream().map(Seen::toString).distinct().toList());
  }
}
