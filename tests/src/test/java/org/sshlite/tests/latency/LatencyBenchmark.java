package org.sshlite.tests.latency;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.latency.Contest.Effort;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.transfer.CpuTime;

/**
 * Echo, logins, commands and memory of servers, which take turns. The client is our library in this
 * process, so its own time is part of all figures alike.
 *
 * <p>sshd-lite and sshd run a command by the user's login shell, with {@code -c}. So does Go's
 * server, by the shell that sshd's user has; for sshd-lite, whose user is the one who runs this, it
 * is the same unless they have chosen another. MINA SSHD's runs it without one. An application's
 * own command, of our library and of Go's, runs no process.
 */
public final class LatencyBenchmark implements AutoCloseable {
  private static final String CURVE25519 = "curve25519-sha256";
  private static final String MLKEM = "mlkem768x25519-sha256";

  private static final Wanted AS_SSHD = Wanted.atMost(1, "× sshd's");
  private static final Wanted BESIDE_BULK = Wanted.atMost(0.2, "× sshd's");
  private static final Wanted AS_GO = Wanted.atLeast(1, "× Go's");
  private static final Wanted LOGIN_CPU = Wanted.atMost(0.5, "ms");

  /** What the process has before it has any is shared by so many. */
  private static final int IDLE_SESSIONS = 10_000;

  /** At so many sessions, the whole process. */
  private static final Wanted IDLE_MEMORY = Wanted.atMost(40, "KiB PSS each");

  /** Logins at once. */
  private static final int ABREAST = 64;

  private static final Effort ECHOES = new Effort(3000, 30_000);

  /** Each of these may wait for milliseconds. */
  private static final Effort ECHOES_BESIDE_BULK = new Effort(500, 5000);

  /** Times a round's logins or commands, before the first round. */
  private static final int WARM_UP = 20;

  /** Logins of sshd and MINA SSHD: slower by far, and here only a reference. */
  private static final int SHARE_OF_OTHERS = 4;

  /** An application's command takes that much less than a process. */
  private static final int TIMES_WITHOUT_PROCESS = 10;

  /** MINA SSHD's commands a round: it takes ten times as long as others. */
  private static final int COMMANDS_OF_MINA = 40;

  private final Scratch scratch = new Scratch("latency-benchmark");
  private final Goals goals = new Goals();
  private final int rounds;

  private LatencyBenchmark(int rounds) throws IOException {
    this.rounds = rounds;
  }

  /** Arguments: rounds, logins a round, commands a round, idle sessions. */
  public static void main(String[] arguments) throws IOException {
    try (LatencyBenchmark benchmark = new LatencyBenchmark(number(arguments, 0, 5))) {
      System.out.printf(
          "%d processors, %d rounds%n",
          Runtime.getRuntime().availableProcessors(), benchmark.rounds);
      benchmark.answers(number(arguments, 1, 1000), number(arguments, 2, 300));
      benchmark.idle(number(arguments, 3, IDLE_SESSIONS));
    }
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private void answers(int logins, int commands) throws IOException {
    try (Contest contest = Contest.start(scratch, rounds)) {
      echo(contest, "echo without a terminal", false, false);
      echo(contest, "echo with a terminal", true, false);
      echo(contest, "echo beside a download on the same connection", false, true);
      logins(contest, CURVE25519, warmed(logins));
      logins(contest, MLKEM, warmed(logins));
      for (int abreast : List.of(1, 8)) {
        commands(contest, Contender.SSHD_LITE, warmed(commands), abreast);
      }
      for (int abreast : List.of(1, 8)) {
        commands(contest, Contender.APPLICATION, warmed(commands * TIMES_WITHOUT_PROCESS), abreast);
      }
    }
  }

  private static Effort warmed(int count) {
    return new Effort(count, WARM_UP * count);
  }

  private void echo(Contest contest, String title, boolean terminal, boolean besideBulk)
      throws IOException {
    Set<Contender> some = EnumSet.complementOf(EnumSet.of(Contender.APPLICATION));
    if (terminal) {
      // these make none, whatever they are asked
      some.removeAll(EnumSet.of(Contender.GO, Contender.MINA));
    }
    Effort effort = besideBulk ? ECHOES_BESIDE_BULK : ECHOES;
    Row middle = new Row(title + ", p50", "µs");
    Row tail = new Row(title + ", p99", "µs");
    contest.inTurn(
        some,
        effort,
        (contender, server, count, counts) -> {
          try (LoadClient client = LoadClient.to(server.target(), CURVE25519)) {
            List<Double> times = client.echo(count, terminal, besideBulk);
            if (counts) {
              middle.add(contender, LoadClient.at(times, 0.5));
              tail.add(contender, LoadClient.at(times, 0.99));
            }
          }
        });
    middle.print();
    tail.print();
    if (!besideBulk) {
      judge(middle, Contender.SSHD_LITE, Contender.SSHD, AS_SSHD, effort);
    }
    judge(tail, Contender.SSHD_LITE, Contender.SSHD, besideBulk ? BESIDE_BULK : AS_SSHD, effort);
  }

  private void logins(Contest contest, String kex, Effort effort) throws IOException {
    Set<Contender> able = EnumSet.allOf(Contender.class);
    if (kex.equals(MLKEM)) {
      // sshd before 9.9 and older x/crypto do not know it
      able.removeIf(each -> !each.isOurs() && !contest.knows(each, kex));
    }
    Row rate = new Row("logins, %d at once, %s".formatted(ABREAST, kex), "a second");
    Row cpu = new Row("server CPU a login, " + kex, "ms");
    contest.inTurn(
        able,
        effort,
        (contender, server, count, counts) -> {
          int some =
              contender == Contender.GO || contender.isOurs() ? count : count / SHARE_OF_OTHERS;
          try (LoadClient client = LoadClient.to(server.target(), kex)) {
            double before = CpuTime.of(server.pid());
            double perSecond = client.logins(some, ABREAST);
            if (counts) {
              rate.add(contender, perSecond);
              cpu.add(contender, (CpuTime.of(server.pid()) - before) * 1e3 / some);
            }
          }
        });
    rate.print();
    cpu.print();
    for (Contender ours : List.of(Contender.SSHD_LITE, Contender.APPLICATION)) {
      judge(rate, ours, Contender.GO, AS_GO, effort);
      goals.add(cpu.title() + ", " + ours.title(), LOGIN_CPU, cpu.median(ours), how(effort));
    }
  }

  /**
   * @param ours runs a process for each of them if it is sshd-lite, none if it is an application
   */
  private void commands(Contest contest, Contender ours, Effort effort, int abreast)
      throws IOException {
    boolean processes = ours == Contender.SSHD_LITE;
    Set<Contender> some =
        processes
            ? EnumSet.complementOf(EnumSet.of(Contender.APPLICATION))
            : EnumSet.of(Contender.APPLICATION, Contender.GO);
    String what = processes ? "/bin/true" : "an application's own";
    Row row = new Row("commands, %s, %d at once".formatted(what, abreast), "a second");
    contest.inTurn(
        some,
        effort,
        (contender, server, count, counts) -> {
          int these = contender == Contender.MINA ? Math.min(count, COMMANDS_OF_MINA) : count;
          try (LoadClient client = LoadClient.to(server.target(), CURVE25519)) {
            double perSecond = client.commands(processes ? "/bin/true" : "nothing", these, abreast);
            if (counts) {
              row.add(contender, perSecond);
            }
          }
        });
    row.print();
    judge(row, ours, Contender.GO, AS_GO, effort);
  }

  private void judge(Row row, Contender ours, Contender theirs, Wanted wanted, Effort effort)
      throws IOException {
    goals.add(row.title() + ", " + ours.title(), wanted, row.ratio(ours, theirs), how(effort));
  }

  private String how(Effort effort) {
    return "%d rounds of %d, interleaved, after %d of ours"
        .formatted(rounds, effort.count(), effort.warmUp());
  }

  /** All that the process has over what it had before, heap that it keeps included. */
  private void idle(int count) throws IOException {
    try (Server server = Contender.APPLICATION.start(scratch.newFolder());
        LoadClient client = LoadClient.to(server.target(), CURVE25519)) {
      double before = Memory.pss(server.pid());
      client.idle(count, 16);
      double after = Memory.pss(server.pid());
      System.out.printf(
          "%nidle sessions with a channel, %d%n"
              + "  PSS %.0f KiB before, %.0f after: %.1f KiB each, %.1f with the whole process%n",
          count, before, after, (after - before) / count, after / count);
      goals.add(
          "idle session with a channel, application",
          IDLE_MEMORY,
          count < IDLE_SESSIONS
              ? Measured.nothing("too few sessions, %.0f KiB each".formatted(after / count))
              : Measured.median(Figures.of(after / count), "KiB"),
          "%d sessions, the whole process".formatted(count));
    }
  }

  @Override
  public void close() throws IOException {
    goals.close();
    scratch.close();
  }
}
