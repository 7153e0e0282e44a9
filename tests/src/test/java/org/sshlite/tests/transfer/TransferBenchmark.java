package org.sshlite.tests.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
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
  private static final List<String> CIPHERS =
      List.of("aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com");

  /** Rounds that are not counted before the warm ones. */
  private static final int WARM_UP = 3;

  private final Path folder = Files.createTempDirectory("transfer-benchmark");
  private final long bytes;
  private final int rounds;
  private final Path input;

  private TransferBenchmark(int megabytes, int rounds) throws IOException {
    this.bytes = megabytes * 1_000_000L;
    this.rounds = rounds;
    this.input = folder.resolve("input");
    try (RandomAccessFile file = new RandomAccessFile(input.toFile(), "rw")) {
      file.setLength(bytes);
    }
  }

  /** Arguments: megabytes of a transfer, rounds. */
  public static void main(String[] arguments) throws IOException {
    int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    try (TransferBenchmark benchmark = new TransferBenchmark(megabytes, rounds)) {
      benchmark.run();
    }
  }

  private void run() throws IOException {
    System.out.printf(
        "%s%n%s%n%d processors, %d MB a transfer, %d rounds%n",
        Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
        OurProgram.sshLite("-V").run().errors().strip(),
        Runtime.getRuntime().availableProcessors(),
        bytes / 1_000_000,
        rounds);
    for (String cipher : CIPHERS) {
      for (Transfer.Way way : Transfer.Way.values()) {
        Transfer transfer = new Transfer(way, cipher, bytes);
        report(transfer, "cold", cold(transfer));
        report(transfer, "warm", warm(transfer));
      }
    }
  }

  private Map<Contender, Samples> cold(Transfer transfer) throws IOException {
    Map<Contender, Samples> samples = noSamples();
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : Contender.values()) {
        try (Server server = contender.start(newFolder())) {
          samples.get(contender).add(bytes, process(contender, transfer, server.target()));
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
        servers.put(contender, contender.start(newFolder()));
        if (contender.isOurClient()) {
          clients.put(contender, OurProgram.java(WarmClient.class.getName()).start());
        }
      }
      for (int round = -WARM_UP; round < rounds; round++) {
        for (Contender contender : Contender.values()) {
          Target target = servers.get(contender).target();
          long nanoseconds =
              contender.isOurClient()
                  ? ask(clients.get(contender), transfer, target)
                  : process(contender, transfer, target);
          if (round >= 0) {
            samples.get(contender).add(bytes, nanoseconds);
          }
        }
      }
    } finally {
      clients.values().forEach(Running::close);
      servers.values().forEach(Server::close);
    }
    return samples;
  }

  private long process(Contender contender, Transfer transfer, Target target) {
    Program program =
        Login.to(target)
            .cipher(transfer.cipher())
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
                transfer.cipher(),
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

  private static void report(Transfer transfer, String state, Map<Contender, Samples> samples) {
    double reference = samples.get(Contender.SSH_WITH_SSHD).median();
    System.out.printf("%n%s, %s: MB/s%n", transfer.title(), state);
    samples.forEach(
        (contender, each) ->
            System.out.printf(
                "  %-24s median %7.0f  least %7.0f  most %7.0f  %5.2f of ssh with sshd%n",
                contender.title(),
                each.median(),
                each.least(),
                each.most(),
                each.median() / reference));
  }

  private Path newFolder() throws IOException {
    return Files.createTempDirectory(folder, "server");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : new ArrayList<>(files.toList()).reversed()) {
        Files.delete(file);
      }
    }
  }
}
