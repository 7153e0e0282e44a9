package org.sshlite.tests.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.link.DelayingProxy;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.transfer.Contender;

/**
 * One thing that programs of sftp do, each with each server. A program has logged in before, and
 * done it some times before it counts.
 */
final class Pairs {
  /** Bytes under way in each direction: twice the largest window in use. */
  private static final int CAPACITY = 128 << 20;

  private static final Contender OURS = Contender.SSH_LITE_WITH_SSHD_LITE;
  private static final Contender THEIRS = Contender.SSH_WITH_SSHD;

  private final String title;
  private final Servers servers;
  private final Duration roundTrip;
  private final Work work;
  private final Map<Contender, Figures> rates = new EnumMap<>(Contender.class);
  private final Map<Contender, Figures> cpu = new EnumMap<>(Contender.class);

  /** What is done; how much of it a second. */
  interface Work {
    double rate(SftpDialogue sftp, Contender contender) throws IOException;
  }

  /**
   * @param roundTrip zero for no way at all
   */
  Pairs(String title, Servers servers, Duration roundTrip, Work work) {
    this.title = title;
    this.servers = servers;
    this.roundTrip = roundTrip;
    this.work = work;
  }

  Pairs run(Amount amount, Contender... contenders) throws IOException {
    for (Contender contender : contenders) {
      Server server = servers.of(contender.isOurServer());
      if (roundTrip.isZero()) {
        run(amount, contender, server, server.target());
      } else {
        try (DelayingProxy proxy =
            new DelayingProxy(server.target().address(), roundTrip, CAPACITY)) {
          run(amount, contender, server, server.target().withPort(proxy.port()));
        }
      }
    }
    return this;
  }

  private void run(Amount amount, Contender contender, Server server, Target target)
      throws IOException {
    try (SftpDialogue sftp = SftpDialogue.start(contender.client(), target)) {
      for (int round = -amount.warming(); round < amount.rounds(); round++) {
        double before = Usage.seconds(server.pid()) + Usage.seconds(sftp.pid());
        double rate = work.rate(sftp, contender);
        double taken = Usage.seconds(server.pid()) + Usage.seconds(sftp.pid()) - before;
        System.err.printf(
            Locale.ROOT,
            "%s, %s: %.1f a second, CPU %.2f s%s%n",
            title,
            contender.title(),
            rate,
            taken,
            round < 0 ? " (warming)" : "");
        if (round >= 0) {
          rates.computeIfAbsent(contender, _ -> new Figures()).add(rate);
          cpu.computeIfAbsent(contender, _ -> new Figures()).add(taken);
        }
      }
    }
  }

  /** The rate of our pair, as a multiple of theirs. */
  Pairs goal(Goals goals, double multiple, String unit, String how) throws IOException {
    return goal(goals, OURS, multiple, unit, how);
  }

  Pairs goal(Goals goals, Contender contender, double multiple, String unit, String how)
      throws IOException {
    goals.add(
        title + ", " + contender.title(),
        Wanted.atLeast(multiple, "× OpenSSH's pair"),
        Measured.ratio(rates.get(contender), rates.get(THEIRS), unit),
        how);
    return this;
  }

  /** CPU time of both ends of our pair, as a multiple of theirs. */
  void cpuGoal(Goals goals, double multiple, String how) throws IOException {
    goals.add(
        title + ", CPU of both ends",
        Wanted.atMost(multiple, "× OpenSSH's pair"),
        Measured.ratio(cpu.get(OURS), cpu.get(THEIRS), "s"),
        how);
  }

  /** Gets or puts a file or, with {@code -r}, a tree, and sees that it is there. */
  static double move(SftpDialogue sftp, String command, Path source, Sources sources)
      throws IOException {
    Path target = sources.target();
    double seconds = sftp.run(command + " " + source + " " + target);
    Sources.check(source, target);
    return seconds;
  }
}
