package org.sshlite.tests.link;

import java.io.IOException;
import java.time.Duration;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;

/** Bulk data over a long way ({@link LongWay}) and over many channels ({@link ManyChannels}). */
public final class LinkBenchmark {
  private LinkBenchmark() {}

  /** Arguments: rounds, seconds until all has settled, seconds that are measured. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int settling = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
    int measured = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4;
    System.out.printf(
        "%s%n%s%n%d processors, %d rounds, %d seconds to settle and %d that count%n",
        Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
        OurProgram.sshLite("-V").run().errors().strip(),
        Runtime.getRuntime().availableProcessors(),
        rounds,
        settling,
        measured);
    Timing timing = new Timing(Duration.ofSeconds(settling), Duration.ofSeconds(measured));
    try (Scratch scratch = new Scratch("link-benchmark");
        LongWay longWay = new LongWay(scratch, timing);
        ManyChannels manyChannels = new ManyChannels(scratch, timing);
        Goals goals = new Goals()) {
      for (int round = 0; round < rounds; round++) {
        longWay.round();
        manyChannels.round();
      }
      String how =
          "%d rounds, interleaved, %d s measured after %d s".formatted(rounds, measured, settling);
      longWay.report(goals, how);
      manyChannels.report(goals, how);
    }
  }
}
