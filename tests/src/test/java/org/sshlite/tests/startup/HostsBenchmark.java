package org.sshlite.tests.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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
 * What many hosts cost, which are one sshd by many names: a command on all of them by {@code
 * --hosts} beside a shell's loop, and a playbook of Ansible's with our client beside ssh. Both take
 * turns within each round, so that what else the machine does falls on both.
 */
public final class HostsBenchmark {
  private static final Wanted TIME = Wanted.atMost(0.5, "× the loop's");
  private static final Wanted CPU = Wanted.atMost(0.25, "× the loop's");
  private static final Wanted MEMORY = Wanted.below(250, "MB");
  private static final Wanted PLAYBOOK = Wanted.atMost(1.4, "× with ssh");

  private static final String SHORT_ONE = "--short";
  private static final String ONCE = "--once";

  private static final int PARALLEL = 32;

  private final Amount amount;
  private final Path folder;
  private final Path config;
  private final Goals goals;

  /**
   * @param hosts how many by {@code --hosts}
   * @param rounds of these, after one that is not counted: files are read into memory
   * @param tasks of the playbook
   * @param plays of the playbook with each client
   */
  private record Amount(int hosts, int rounds, int tasks, int plays) {
    static final Amount WHOLE = new Amount(200, 3, 20, 2);
    static final Amount SHORT = new Amount(40, 1, 3, 1);

    static Amount of(List<String> words) {
      if (words.contains(SHORT_ONE)) {
        return SHORT;
      }
      return words.contains(ONCE) ? new Amount(WHOLE.hosts(), 1, WHOLE.tasks(), 1) : WHOLE;
    }
  }

  private HostsBenchmark(Amount amount, Path folder, Path config, Goals goals) {
    this.amount = amount;
    this.folder = folder;
    this.config = config;
    this.goals = goals;
  }

  /**
   * Arguments: {@code --short} or {@code --once}, and the names of the parts to be run; both
   * without any.
   */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    List<String> parts =
        words.stream().filter(word -> !List.of(SHORT_ONE, ONCE).contains(word)).toList();
    if (!List.of("loop", "playbook").containsAll(parts)) {
      System.err.println("usage: hosts-benchmark [--short | --once] [loop] [playbook]");
      System.exit(2);
    }
    System.out.printf(
        "%s%n%s%n%d processors%n",
        Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
        OurProgram.sshLite("-V").run().errors().strip(),
        Runtime.getRuntime().availableProcessors());
    try (Goals goals = new Goals();
        Scratch scratch = new Scratch("hosts-benchmark");
        Server server =
            OpenSshServer.start(
                scratch.newFolder(), "MaxStartups 1000", "Subsystem sftp internal-sftp")) {
      Path folder = scratch.newFolder();
      HostsBenchmark benchmark =
          new HostsBenchmark(Amount.of(words), folder, config(folder, server.target()), goals);
      if (parts.isEmpty() || parts.contains("loop")) {
        benchmark.loop();
      }
      if (parts.isEmpty() || parts.contains("playbook")) {
        benchmark.playbook();
      }
    }
  }

  /** By which every host is the server. */
  private static Path config(Path folder, Target target) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        Host *
          HostName %s
          Port %d
          User %s
          UserKnownHostsFile %s
          GlobalKnownHostsFile /dev/null
          StrictHostKeyChecking yes
          IdentityFile %s
          IdentitiesOnly yes
          BatchMode yes
        """
            .formatted(
                Target.HOST,
                target.port(),
                target.user(),
                target.knownHosts(),
                target.identity().file()));
  }

  private static List<String> names(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> "h" + number).toList();
  }

  private void loop() throws IOException {
    Path list = Files.write(folder.resolve("list"), names(amount.hosts()));
    Program ours =
        OurProgram.sshLite(
            "--hosts", list.toString(), "--parallel", "" + PARALLEL, "-F", "" + config, "true");
    // xargs takes one process for all, where a shell would take one more for each
    Program loop =
        Program.of(Peers.path("xargs"), "-a", list.toString(), "-P", "" + PARALLEL, "-I", "HOST")
            .with(Peers.path("ssh").toString(), "-F", config.toString(), "HOST", "true");
    Costs our = new Costs();
    Costs their = new Costs();
    for (int round = -1; round < amount.rounds(); round++) {
      OneShot withSsh = OneShot.of(loop, folder);
      OneShot withOurs = OneShot.of(ours, folder);
      if (round >= 0) {
        our.add(withOurs);
        their.add(withSsh);
      }
    }
    System.out.printf(
        "%n\"true\" on %d hosts that are one sshd, %d at once; median (least to most)%n",
        amount.hosts(), PARALLEL);
    System.out.printf("  %-18s %s%n  %-18s %s%n", "ssh by xargs", their, "ssh-lite --hosts", our);
    String how = "%d hosts, %d rounds, interleaved".formatted(amount.hosts(), amount.rounds());
    goals.add("many hosts, time", TIME, Measured.ratio(our.wall, their.wall, "s"), how);
    goals.add("many hosts, CPU", CPU, Measured.ratio(our.cpu, their.cpu, "s"), how);
    goals.add("many hosts, memory", MEMORY, Measured.median(our.memory, "MB"), how);
  }

  private record Costs(Figures wall, Figures cpu, Figures memory) {
    Costs() {
      this(new Figures(), new Figures(), new Figures());
    }

    void add(OneShot run) {
      wall.add(run.wall());
      cpu.add(run.cpu());
      memory.add(run.memory());
    }

    @Override
    public String toString() {
      return "wall %s  CPU %s  largest process %3.0f MB"
          .formatted(wall.spread("s"), cpu.spread("s"), memory.median());
    }
  }

  private void playbook() throws IOException {
    String name = "playbook";
    if (!Peers.isInstalled("ansible-playbook")) {
      goals.add(name, PLAYBOOK, Measured.nothing("no ansible-playbook"), "");
      return;
    }
    Path ssh = Peers.path("ssh");
    Path ours = Path.of(OurProgram.sshLite().command().getFirst());
    Playbook playbook = Playbook.write(folder, config, names(5), amount.tasks());
    Figures withSsh = new Figures();
    Figures withOurs = new Figures();
    for (int round = 0; round < amount.plays(); round++) {
      withSsh.add(playbook.play(ssh));
      withOurs.add(playbook.play(ours));
    }
    String what = "%d tasks on %d hosts".formatted(amount.tasks(), names(5).size());
    System.out.printf("%nA playbook of %s%n", what);
    System.out.printf("  %-18s wall %s%n", "ssh", withSsh.spread("s"));
    System.out.printf("  %-18s wall %s%n", "ssh-lite", withOurs.spread("s"));
    String how =
        "%s, Ansible's own settings, %d rounds, interleaved".formatted(what, amount.plays());
    goals.add(name, PLAYBOOK, Measured.ratio(withOurs, withSsh, "s"), how);
  }
}
