package org.sshlite.tests.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/**
 * What {@code true} costs through a master, ssh's or ours, on one and the same sshd. All contenders
 * take turns within each round, so that what else the machine does falls on all of them.
 */
public final class SharingBenchmark {
  private static final Wanted SHARED = Wanted.atMost(0.4, "× our own alone");
  private static final Wanted OURS = Wanted.atMost(1.2, "× through ssh's");

  /** Rounds that are not counted: files are read into memory, and our master gets warm. */
  private static final int WARM_UP = 3;

  private static final int MANY = 50;

  private SharingBenchmark() {}

  /** Argument: rounds. */
  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    System.out.printf(
        "%s%n%s%n%d processors, %d rounds; median (least to most)%n",
        Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
        OurProgram.sshLite("-V").run().errors().strip(),
        Runtime.getRuntime().availableProcessors(),
        rounds);
    try (Goals goals = new Goals();
        Scratch scratch = new Scratch("sharing-benchmark")) {
      Path folder = scratch.newFolder();
      try (Server server = OpenSshServer.start(scratch.newFolder(), "MaxSessions 100");
          Running _ = master(Client.SSH, server.target(), folder.resolve("ssh"));
          Running _ = master(Client.SSH_LITE, server.target(), folder.resolve("ssh-lite"))) {
        one(server.target(), folder, rounds, goals);
        many(server.target(), folder, rounds, goals);
      }
    }
  }

  private static Running master(Client client, Target target, Path socket) {
    Running master = Login.to(target).extra("-M", "-N", "-S", socket.toString()).by(client).start();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(socket));
    return master;
  }

  private static void one(Target target, Path folder, int rounds, Goals goals) throws IOException {
    Map<SharedContender, Figures> wall = new EnumMap<>(SharedContender.class);
    Map<SharedContender, Figures> cpu = new EnumMap<>(SharedContender.class);
    for (int round = -WARM_UP; round < rounds; round++) {
      for (SharedContender contender : SharedContender.values()) {
        OneShot run = OneShot.of(contender.runTrue(target, folder), folder);
        if (round >= 0) {
          wall.computeIfAbsent(contender, _ -> new Figures()).add(run.wall());
          cpu.computeIfAbsent(contender, _ -> new Figures()).add(run.cpu());
        }
      }
    }
    System.out.printf("%n\"true\" on sshd, from the start of the client to its end%n");
    for (SharedContender contender : SharedContender.values()) {
      System.out.printf(
          "  %-22s wall %s  CPU %s%n",
          contender.title(), wall.get(contender).spread("s"), cpu.get(contender).spread("s"));
    }
    String how = "\"true\" on sshd, %d rounds, interleaved, files in memory".formatted(rounds);
    Figures alone = wall.get(SharedContender.SSH_LITE);
    Figures shared = wall.get(SharedContender.SSH_LITE_THROUGH_OURS);
    goals.add("command through a master", SHARED, Measured.ratio(shared, alone, "s"), how);
    Figures ours = wall.get(SharedContender.SSH_THROUGH_OURS);
    Figures theirs = wall.get(SharedContender.SSH_THROUGH_SSH);
    goals.add("ssh through our master", OURS, Measured.ratio(ours, theirs, "s"), how);
  }

  private static void many(Target target, Path folder, int rounds, Goals goals) throws IOException {
    Figures ours = new Figures();
    Figures theirs = new Figures();
    List<SharedContender> contenders =
        List.of(SharedContender.SSH_THROUGH_SSH, SharedContender.SSH_THROUGH_OURS);
    for (int round = -WARM_UP; round < rounds; round++) {
      for (SharedContender contender : contenders) {
        OneShot run = OneShot.of(contender.runMany(MANY, target, folder), folder);
        if (round >= 0) {
          (contender == SharedContender.SSH_THROUGH_OURS ? ours : theirs).add(run.wall());
        }
      }
    }
    System.out.printf("%n%d of them at once%n", MANY);
    System.out.printf("  %-22s wall %s%n", "ssh through ssh's", theirs.spread("s"));
    System.out.printf("  %-22s wall %s%n", "ssh through ours", ours.spread("s"));
    goals.add(
        MANY + " at once through our master",
        OURS,
        Measured.ratio(ours, theirs, "s"),
        "%d rounds, interleaved".formatted(rounds));
  }
}
