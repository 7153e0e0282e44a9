package org.sshlite.tests.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.transfer.Contender;

/**
 * What sftp does with large files and small ones, near and far, and with a large folder: ours and
 * OpenSSH's, each with each server; other clients written in Java; and the memory of it. All files
 * lie in /dev/shm.
 */
public final class FileBenchmark {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Duration FAR = Duration.ofMillis(100);
  private static final Duration NEARER = Duration.ofMillis(20);
  private static final Contender OURS = Contender.SSH_LITE_WITH_SSHD_LITE;
  private static final Contender THEIRS = Contender.SSH_WITH_SSHD;

  private final Amount amount;
  private final Servers servers;
  private final Sources sources;
  private final Goals goals;

  private FileBenchmark(Amount amount, Servers servers, Sources sources, Goals goals) {
    this.amount = amount;
    this.servers = servers;
    this.sources = sources;
    this.goals = goals;
  }

  /** Arguments: {@code --short}, and the names of the parts to be run; all without any. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    Amount amount = words.contains("--short") ? Amount.SHORT : Amount.WHOLE;
    List<String> parts = words.stream().filter(word -> !word.startsWith("-")).toList();
    System.out.printf(
        "%s%n%s%n%d processors, %s%n",
        Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
        OurProgram.sshLite("-V").run().errors().strip(),
        Runtime.getRuntime().availableProcessors(),
        amount);
    try (Scratch scratch = new Scratch(MEMORY, "file-benchmark");
        Servers servers = Servers.start(scratch);
        Goals goals = new Goals()) {
      Sources sources = new Sources(scratch.newFolder());
      FileBenchmark benchmark = new FileBenchmark(amount, servers, sources, goals);
      for (Part part : Part.values()) {
        if (parts.isEmpty() || parts.contains(part.name().toLowerCase(Locale.ROOT))) {
          part.work.run(benchmark);
        }
      }
    }
  }

  private enum Part {
    LARGE(FileBenchmark::large),
    FAR(FileBenchmark::far),
    SMALL(FileBenchmark::small),
    LIST(FileBenchmark::list),
    JAVA(FileBenchmark::java),
    MEMORY(FileBenchmark::memory);

    private interface Work {
      void run(FileBenchmark benchmark) throws Exception;
    }

    private final Work work;

    Part(Work work) {
      this.work = work;
    }
  }

  private String how() {
    return amount.rounds() + " rounds, warm, " + Servers.CIPHER;
  }

  private void large() throws IOException {
    for (String command : List.of("get", "put")) {
      Path source = sources.large(amount.megabytes());
      Pairs pairs =
          new Pairs(
                  "%s of %d MiB".formatted(command, amount.megabytes()),
                  servers,
                  Duration.ZERO,
                  (sftp, _) ->
                      megabytes(amount.megabytes()) / Pairs.move(sftp, command, source, sources))
              .run(amount, Contender.values());
      pairs
          .goal(goals, 3, "MB/s", how())
          .goal(goals, Contender.SSH_WITH_SSHD_LITE, 1.5, "MB/s", how())
          .goal(goals, Contender.SSH_LITE_WITH_SSHD, 1.5, "MB/s", how())
          .cpuGoal(goals, 0.5, how());
    }
  }

  /** 10⁶ bytes. */
  private static double megabytes(int mebibytes) {
    return mebibytes * (double) (1 << 20) / 1e6;
  }

  private void far() throws IOException {
    for (String command : List.of("get", "put")) {
      new Pairs(
              "%s of %d MiB over %d ms".formatted(command, amount.megabytes(), FAR.toMillis()),
              servers,
              FAR,
              (sftp, contender) -> {
                int size = fewer(amount.megabytes(), contender);
                return megabytes(size) / Pairs.move(sftp, command, sources.large(size), sources);
              })
          .run(amount, OURS, THEIRS)
          .goal(goals, 20, "MB/s", how());
    }
  }

  private static int fewer(int all, Contender contender) {
    return contender == OURS ? all : all / Amount.LESS;
  }

  private void small() throws IOException {
    for (String command : List.of("get -r", "put -r")) {
      String title = "%s of %d files of 4 kB".formatted(command, amount.small());
      Path near = sources.small(amount.small());
      new Pairs(
              title,
              servers,
              Duration.ZERO,
              (sftp, _) -> amount.small() / Pairs.move(sftp, command, near, sources))
          .run(amount, OURS, THEIRS)
          .goal(goals, 5, "files/s", how());
      new Pairs(
              title + " over " + NEARER.toMillis() + " ms",
              servers,
              NEARER,
              (sftp, contender) -> {
                int count = fewer(amount.small(), contender);
                return count / Pairs.move(sftp, command, sources.small(count), sources);
              })
          .run(amount, OURS, THEIRS)
          .goal(goals, 3, "files/s", how());
    }
  }

  private void list() throws IOException {
    Path folder = sources.listed(amount.listed());
    new Pairs(
            "ls of a folder of " + amount.listed(),
            servers,
            Duration.ZERO,
            (sftp, _) -> amount.listed() / sftp.run("ls -1 " + folder))
        .run(amount, OURS, THEIRS)
        .goal(goals, 2, "names/s", how());
  }

  private void java() throws Exception {
    new JavaClients(servers.ours().target(), sources, amount).run(goals);
  }

  private void memory() throws IOException {
    new SessionMemory(servers.ours(), sources, amount).run(goals);
  }
}
