package org.sshlite.tests.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/**
 * What a start costs: a client that runs {@code true} on one and the same sshd and ends, and a
 * server from its start to the first login. All contenders take turns within each round, so that
 * what else the machine does falls on all of them.
 */
public final class StartupBenchmark implements AutoCloseable {
  private static final Wanted CLIENT_WALL = Wanted.atMost(1.5, "× ssh's");
  private static final Wanted CLIENT_CPU = Wanted.atMost(0.2, "s");
  private static final Wanted CLIENT_MEMORY = Wanted.below(80, "MB");
  private static final Wanted SERVER_WALL = Wanted.below(0.5, "s");

  /**
   * Rounds that are not counted: files are read into memory, and our client, which logs in to the
   * servers from this process, gets warm.
   */
  private static final int WARM_UP = 3;

  private final Scratch scratch = new Scratch("startup-benchmark");
  private final int rounds;
  private final Goals goals;

  private StartupBenchmark(int rounds, Goals goals) throws IOException {
    this.rounds = rounds;
    this.goals = goals;
  }

  /** Argument: rounds. */
  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    try (Goals goals = new Goals();
        StartupBenchmark benchmark = new StartupBenchmark(rounds, goals)) {
      System.out.printf(
          "%s%n%s%n%d processors, %d rounds; median (least to most)%n",
          Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
          OurProgram.sshLite("-V").run().errors().strip(),
          Runtime.getRuntime().availableProcessors(),
          rounds);
      benchmark.clients();
      benchmark.servers();
    }
  }

  private void clients() throws IOException {
    Map<ClientContender, Figures> wall = figures(ClientContender.class);
    Map<ClientContender, Figures> cpu = figures(ClientContender.class);
    Map<ClientContender, Figures> memory = figures(ClientContender.class);
    Path folder = scratch.newFolder();
    try (Server server = OpenSshServer.start(scratch.newFolder())) {
      for (int round = -WARM_UP; round < rounds; round++) {
        for (ClientContender contender : ClientContender.values()) {
          OneShot run = OneShot.of(contender.runTrue(server.target()), folder);
          if (round >= 0) {
            wall.get(contender).add(run.wall());
            cpu.get(contender).add(run.cpu());
            memory.get(contender).add(run.memory());
          }
        }
      }
    }
    double ssh = wall.get(ClientContender.SSH).median();
    System.out.printf("%none-shot \"true\" on sshd, from the start of the client to its end%n");
    for (ClientContender contender : ClientContender.values()) {
      System.out.printf(
          "  %-20s wall %s  CPU %s  memory %3.0f MB  wall %4.1f of ssh's%n",
          contender.title(),
          wall.get(contender).spread("s"),
          cpu.get(contender).spread("s"),
          memory.get(contender).median(),
          wall.get(contender).median() / ssh);
    }
    String how = "\"true\" on sshd, %d rounds, interleaved, files in memory".formatted(rounds);
    Figures ours = wall.get(ClientContender.SSH_LITE);
    Figures theirs = wall.get(ClientContender.SSH);
    goals.add("one-shot command, time", CLIENT_WALL, Measured.ratio(ours, theirs, "s"), how);
    ours = cpu.get(ClientContender.SSH_LITE);
    goals.add("one-shot command, CPU", CLIENT_CPU, Measured.median(ours, "s"), how);
    ours = memory.get(ClientContender.SSH_LITE);
    goals.add("one-shot command, memory", CLIENT_MEMORY, Measured.median(ours, "MB"), how);
  }

  private void servers() throws IOException {
    Map<ServerContender, Figures> wall = figures(ServerContender.class);
    Map<ServerContender, Figures> cpu = figures(ServerContender.class);
    Map<ServerContender, Target> targets = new EnumMap<>(ServerContender.class);
    for (ServerContender contender : ServerContender.values()) {
      targets.put(contender, contender.prepare(scratch.newFolder()));
    }
    for (int round = -WARM_UP; round < rounds; round++) {
      for (ServerContender contender : ServerContender.values()) {
        Target target = targets.get(contender);
        FirstLogin login = FirstLogin.of(contender.program(target), target);
        if (round >= 0) {
          wall.get(contender).add(login.wall());
          cpu.get(contender).add(login.cpu());
        }
      }
    }
    System.out.printf(
        "%nserver, from its start to the end of the first login; CPU without sshd's sessions%n");
    for (ServerContender contender : ServerContender.values()) {
      System.out.printf(
          "  %-20s wall %s  CPU %s%n",
          contender.title(), wall.get(contender).spread("s"), cpu.get(contender).spread("s"));
    }
    goals.add(
        "server, from its start to the end of the first login",
        SERVER_WALL,
        Measured.median(wall.get(ServerContender.SSHD_LITE), "s"),
        "%d rounds, interleaved, files in memory, our client warm".formatted(rounds));
  }

  private static <C extends Enum<C>> Map<C, Figures> figures(Class<C> contenders) {
    Map<C, Figures> figures = new EnumMap<>(contenders);
    for (C contender : contenders.getEnumConstants()) {
      figures.put(contender, new Figures());
    }
    return figures;
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
