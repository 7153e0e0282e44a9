package org.sshlite.tests.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;

/**
 * Bulk transfers between whole programs, those of all contenders in turn within each round, so that
 * what else the machine does falls on all of them.
 *
 * <p>Cold: server and client have just been started; the time of the client's whole process, login
 * included. Warm: the server has served before. Our client is then its library in a process that
 * has done the same before, from connect to the end of the command; OpenSSH's client, which has
 * nothing to warm, is timed as before.
 */
public final class TransferBenchmark implements AutoCloseable {
  private static final String MAC = "hmac-sha2-256-etm@openssh.com";

  private static final List<Suite> SUITES =
      List.of(
          new Suite("aes128-gcm@openssh.com", MAC),
          new Suite("chacha20-poly1305@openssh.com", MAC),
          new Suite("aes128-ctr", MAC));

  /** Rounds that are not counted before the warm ones. */
  private static final int WARM_UP = 3;

  private final Scratch scratch = new Scratch("transfer-benchmark");
  private final long bytes;
  private final int rounds;
  private final Path input;

  private TransferBenchmark(int megabytes, int rounds) throws IOException {
    this.bytes = megabytes * 1_000_000L;
    this.rounds = rounds;
    this.input = scratch.newFolder().resolve("input");
    try (RandomAccessFile file = new RandomAccessFile(input.toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  /** Arguments: megabytes of a transfer, rounds. */
  public static void main(String[] arguments) throws IOException {
    int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    try (TransferBenchmark benchmark = new TransferBenchmark(megabytes, rounds);
        Goals goals = new Goals()) {
      benchmark.run(goals);
    }
  }

  private void run(Goals goals) throws IOException {
    System.out.printf(
        "%s%n%s%n%d processors, %d MB a transfer, %d rounds%n",
        Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
        OurProgram.sshLite("-V").run().errors().strip(),
        Runtime.getRuntime().availableProcessors(),
        bytes / 1_000_000,
        rounds);
    for (Suite suite : SUITES) {
      for (Transfer.Way way : Transfer.Way.values()) {
        Transfer transfer = new Transfer(way, suite, bytes);
        report(new Outcome(transfer, false, cold(transfer)), goals);
        report(new Outcome(transfer, true, warm(transfer)), goals);
      }
    }
  }

  private void report(Outcome outcome, Goals goals) throws IOException {
    outcome.print();
    outcome.judge(goals, "%d MB, %d rounds".formatted(bytes / 1_000_000, rounds));
  }

  private Map<Contender, Samples> cold(Transfer transfer) throws IOException {
    Map<Contender, Samples> samples = noSamples();
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : Contender.values()) {
        try (Server server = contender.start(scratch.newFolder())) {
          measure(
              samples.get(contender),
              server,
              ProcessHandle.current().pid(),
              () -> process(contender, transfer, server.target()));
        }
      }
    }
    return samples;
  }

  private Map<Contender, Samples> warm(Transfer transfer) throws IOException {
    Map<Contender, Samples> samples = noSamples();
    Map<Contender, Server> servers = new EnumMap<>(Contender.class);
    Map<Contender, Running> clients = new EnumMap<>(Contender.class);
    try {
      for (Contender contender : Contender.values()) {
        servers.put(contender, contender.start(scratch.newFolder()));
        if (contender.isOurClient()) {
          clients.put(contender, OurProgram.java(WarmClient.class.getName()).start());
        }
      }
      for (int round = -WARM_UP; round < rounds; round++) {
        for (Contender contender : Contender.values()) {
          Server server = servers.get(contender);
          Running client = clients.get(contender);
          measure(
              round < 0 ? new Samples() : samples.get(contender),
              server,
              client == null ? ProcessHandle.current().pid() : client.pid(),
              () ->
                  client == null
                      ? process(contender, transfer, server.target())
                      : ask(client, transfer, server.target()));
        }
      }
    } finally {
      clients.values().forEach(Running::close);
      servers.values().forEach(Server::close);
    }
    return samples;
  }

  /**
   * @param client the process that does the client's work, or has waited for the one which did
   * @param transfer tells the nanoseconds it took
   */
  private void measure(Samples samples, Server server, long client, LongSupplier transfer) {
    boolean known = CpuTime.isKnown();
    double serverBefore = known ? CpuTime.afterSessions(server.pid()) : Double.NaN;
    double clientBefore = known ? CpuTime.of(client) : Double.NaN;
    long nanoseconds = transfer.getAsLong();
    double clientCpu = known ? CpuTime.of(client) - clientBefore : Double.NaN;
    double serverCpu = known ? CpuTime.afterSessions(server.pid()) - serverBefore : Double.NaN;
    samples.add(bytes, nanoseconds, serverCpu, clientCpu);
  }

  private long process(Contender contender, Transfer transfer, Target target) {
    Program program =
        Login.to(target)
            .cipher(transfer.suite().cipher())
            .extra("-o", "MACs=" + transfer.suite().mac())
            .command(transfer.command())
            .by(contender.client())
            .output(Path.of("/dev/null"));
    if (transfer.way() == Transfer.Way.UPLOAD) {
      program.input(input);
    }
    long start = System.nanoTime();
    Finished finished = program.run();
    long nanoseconds = System.nanoTime() - start;
    if (finished.status() != 0) {
      throw new IllegalStateException(contender + ": " + finished);
    }
    return nanoseconds;
  }

  private static long ask(Running client, Transfer transfer, Target target) {
    int before = client.output().length();
    client.send(
        String.join(
                " ",
                transfer.way().name(),
                transfer.suite().cipher(),
                transfer.suite().mac(),
                "" + transfer.bytes(),
                target.user(),
                "" + target.port(),
                target.identity().file().toString(),
                target.knownHosts().toString())
            + "\n");
    client.awaitOutput(before, "\n");
    return Long.parseLong(client.output().substring(before).strip().split(" ")[1]);
  }

  private static Map<Contender, Samples> noSamples() {
    Map<Contender, Samples> samples = new EnumMap<>(Contender.class);
    for (Contender contender : Contender.values()) {
      samples.put(contender, new Samples());
    }
    return samples;
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
