package org.sshlite.tests.transfer;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;

/** What all contenders took for one transfer, beside what ours are to take. */
record Outcome(Transfer transfer, boolean warm, Map<Contender, Samples> samples) {
  private static final String REFERENCE = "× OpenSSH's pair";

  /** A cold JVM on either side; for its first GiB, so with 1,074 MB. */
  private static final Wanted COLD = Wanted.atLeast(0.7, REFERENCE);

  /** Where one side is OpenSSH's. */
  private static final Wanted MIXED = Wanted.atLeast(1, REFERENCE);

  private static final Wanted PAIR = Wanted.atLeast(1.5, REFERENCE);
  private static final Wanted PAIR_WITH_CTR = Wanted.atLeast(1.2, REFERENCE);

  /** A GiB, of our server with our client, with AES-GCM. */
  private static final Wanted SERVER_CPU = Wanted.atMost(0.6, REFERENCE);

  void print() {
    System.out.printf("%n%s, %s: MB/s, and CPU seconds a GiB%n", transfer.title(), temperature());
    samples.forEach(
        (contender, each) ->
            System.out.printf(
                Locale.ROOT,
                "  %-24s %s  server %5.2f  client %5.2f" + "  %5.2f and %.2f of ssh with sshd%n",
                contender.title(),
                each.rates().columns("%6.0f"),
                each.serverCpu().median(),
                each.clientCpu().median(),
                each.rates().median() / reference().rates().median(),
                each.serverCpu().median() / reference().serverCpu().median()));
  }

  /**
   * @param how how much was done
   */
  void judge(Goals goals, String how) throws IOException {
    String manner = "%s, interleaved, %s".formatted(how, temperature());
    for (Map.Entry<Contender, Samples> entry : samples.entrySet()) {
      Contender contender = entry.getKey();
      if (contender != Contender.SSH_WITH_SSHD) {
        goals.add(
            "bulk %s, %s, %s".formatted(transfer.title(), temperature(), contender.title()),
            wanted(contender),
            Measured.ratio(entry.getValue().rates(), reference().rates(), "MB/s"),
            manner);
      }
    }
    if (warm && transfer.suite().cipher().contains("gcm")) {
      Samples pair = samples.get(Contender.SSH_LITE_WITH_SSHD_LITE);
      goals.add(
          "bulk %s, server CPU a GiB, our pair".formatted(transfer.title()),
          SERVER_CPU,
          Measured.ratio(pair.serverCpu(), reference().serverCpu(), "s"),
          manner);
    }
  }

  private Wanted wanted(Contender contender) {
    if (!warm) {
      return COLD;
    }
    if (contender != Contender.SSH_LITE_WITH_SSHD_LITE) {
      return MIXED;
    }
    return transfer.suite().cipher().contains("ctr") ? PAIR_WITH_CTR : PAIR;
  }

  private Samples reference() {
    return samples.get(Contender.SSH_WITH_SSHD);
  }

  private String temperature() {
    return warm ? "warm" : "cold";
  }
}
