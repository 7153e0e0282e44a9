package org.sshlite.tests.latency;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sshlite.client.ClientSession;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.transfer.CpuTime;

/**
 * Users of the machine on servers that are root's: sshd-lite beside sshd, both with the machine's
 * own PAM stack for sshd. Two users, made for it, log in by key in turn; the client is our library
 * in this process, so its own time is part of all rates alike. The servers take turns within each
 * round. It needs root.
 */
public final class UsersBenchmark implements AutoCloseable {
  private static final String KEX = "curve25519-sha256";
  private static final Wanted LOGINS = Wanted.atLeast(4, "× sshd's");
  private static final Wanted LOGIN_CPU = Wanted.atMost(0.25, "× sshd's");
  private static final Wanted COMMANDS = Wanted.atLeast(1.2, "× sshd's");
  private static final Wanted IDLE_MEMORY = Wanted.atMost(150, "KiB PSS each");

  /** Logins at once. */
  private static final int ABREAST = 64;

  /**
   * Times a round's logins or commands of ours, before the first round: a JVM compiles what runs.
   */
  private static final int WARM_UP = 10;

  /** Fewer tell more of what the heap was grown by than of what a session holds. */
  private static final int LEAST_SESSIONS = 200;

  private static final String[] USERS = {MachineUsers.ALICE.name(), MachineUsers.BOB.name()};

  private static final String[] CONFIGURATION = {
    "UsePAM yes",
    "MaxStartups 1000",
    "LoginGraceTime 600",
    "PerSourcePenalties no",
    "LogLevel INFO",
    "PrintMotd no",
    "PrintLastLog no"
  };

  private final Scratch scratch = new Scratch("users-benchmark");
  private final Goals goals = new Goals();
  private final int rounds;
  private final MachineUsers users;

  private UsersBenchmark(int rounds) throws IOException {
    this.rounds = rounds;
    this.users = MachineUsers.createReal(scratch);
  }

  /** Arguments: rounds, logins a round, commands a round, idle sessions. */
  public static void main(String[] arguments) throws IOException {
    MachineUsers.require();
    try (UsersBenchmark benchmark = new UsersBenchmark(number(arguments, 0, 5))) {
      System.out.printf(
          "%d processors, %d rounds%n",
          Runtime.getRuntime().availableProcessors(), benchmark.rounds);
      benchmark.logins(number(arguments, 1, 200), number(arguments, 2, 200));
      benchmark.idle(number(arguments, 3, LEAST_SESSIONS));
    }
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private RootServer start(Contender contender) {
    return contender == Contender.SSHD_LITE
        ? users.sshdLite(CONFIGURATION)
        : users.openSsh(CONFIGURATION);
  }

  private static LoadClient client(RootServer server) {
    return LoadClient.to(server.alice(), KEX, USERS);
  }

  private void logins(int logins, int commands) throws IOException {
    Row rate = new Row("logins of other users, PAM, %d at once".formatted(ABREAST), "a second");
    Row cpu = new Row("server CPU a login of another user", "ms");
    Row trues = new Row("true of another user, one after another", "a second");
    try (RootServer ours = start(Contender.SSHD_LITE);
        RootServer theirs = start(Contender.SSHD)) {
      Map<Contender, RootServer> servers =
          new EnumMap<>(Map.of(Contender.SSHD_LITE, ours, Contender.SSHD, theirs));
      for (int round = -1; round < rounds; round++) {
        for (Map.Entry<Contender, RootServer> each : servers.entrySet()) {
          int times = round < 0 && each.getKey().isOurs() ? WARM_UP : 1;
          try (LoadClient client = client(each.getValue())) {
            long pid = each.getValue().program().pid();
            double before = CpuTime.afterSessions(pid);
            double loginsASecond = client.logins(times * logins, ABREAST);
            double used = CpuTime.afterSessions(pid) - before;
            double commandsASecond = client.commands("true", times * commands, 1);
            if (round >= 0) {
              rate.add(each.getKey(), loginsASecond);
              cpu.add(each.getKey(), used * 1e3 / logins);
              trues.add(each.getKey(), commandsASecond);
            }
          }
        }
      }
    }
    judge(rate, LOGINS, logins);
    judge(cpu, LOGIN_CPU, logins);
    judge(trues, COMMANDS, commands);
  }

  private void judge(Row row, Wanted wanted, int count) throws IOException {
    row.print();
    goals.add(
        row.title(),
        wanted,
        row.ratio(Contender.SSHD_LITE, Contender.SSHD),
        "%d rounds of %d, interleaved, after %d of ours".formatted(rounds, count, WARM_UP * count));
  }

  /**
   * What a session adds, of the server's process and of those it has for its logins; the users'
   * shells are the same on both.
   */
  private void idle(int count) throws IOException {
    System.out.printf(
        "%nidle sessions of other users with a shell, %d, without the shells%n", count);
    for (Contender contender : List.of(Contender.SSHD, Contender.SSHD_LITE)) {
      try (RootServer server = start(contender);
          LoadClient client = client(server)) {
        long pid = server.program().pid();
        client.logins(ABREAST, ABREAST); // classes are loaded once
        CpuTime.afterSessions(pid);
        double before = Memory.pssOfServer(pid, "bash");
        List<ClientSession> sessions = client.idle(count, 16);
        double each = (Memory.pssOfServer(pid, "bash") - before) / sessions.size();
        System.out.printf(
            "  %-12s PSS %.0f KiB before, %.1f each%n", contender.title(), before, each);
        if (contender.isOurs()) {
          goals.add(
              "idle session of another user",
              IDLE_MEMORY,
              count < LEAST_SESSIONS
                  ? Measured.nothing("too few sessions, %.0f KiB each".formatted(each))
                  : Measured.median(Figures.of(each), "KiB"),
              "%d sessions, without their shells".formatted(count));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    users.close();
    goals.close();
    scratch.close();
  }
}
