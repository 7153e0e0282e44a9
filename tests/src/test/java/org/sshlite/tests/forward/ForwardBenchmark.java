package org.sshlite.tests.forward;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.link.Timing;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.transfer.CpuTime;

/**
 * What goes through {@code -L} and {@code -D} of our pair beside OpenSSH's, in turn in each round:
 * one stream each way, many short connections, one byte back and forth, and what idle connections
 * cost the server. What goes before the first round is not counted: a JVM still compiles then.
 */
public final class ForwardBenchmark {
  private static final int SHORT_STREAM = 10_000;
  private static final int ECHOES = 2000;
  private static final int IDLE = 500;

  private final Amount amount;
  private final Map<Pair, Figures> down = new EnumMap<>(Pair.class);
  private final Map<Pair, Figures> up = new EnumMap<>(Pair.class);
  private final Map<Pair, Figures> local = new EnumMap<>(Pair.class);
  private final Map<Pair, Figures> socks = new EnumMap<>(Pair.class);
  private final Map<Pair, Figures> echo = new EnumMap<>(Pair.class);
  private final Map<Pair, Figures> idle = new EnumMap<>(Pair.class);
  private final Map<Pair, Figures> cpu = new EnumMap<>(Pair.class);
  private final Map<Pair, Figures> jumps = new EnumMap<>(Pair.class);

  private enum Pair {
    OURS,
    OPENSSH
  }

  /**
   * How much is measured.
   *
   * @param mebibytes of a stream
   * @param connections short ones
   * @param jumped mebibytes of a stream through two jumps
   */
  private record Amount(int mebibytes, int connections, int rounds, int jumped, Timing longWay) {
    static Amount of(String[] arguments) {
      if (arguments.length == 1 && arguments[0].equals("--short")) {
        return new Amount(64, 100, 1, 64, new Timing(Duration.ofSeconds(3), Duration.ofSeconds(1)));
      }
      int[] numbers = {2048, 1000, 3};
      for (int i = 0; i < arguments.length; i++) {
        numbers[i] = Integer.parseInt(arguments[i]);
      }
      return new Amount(
          numbers[0],
          numbers[1],
          numbers[2],
          1024,
          new Timing(Duration.ofSeconds(6), Duration.ofSeconds(4)));
    }

    long bytes() {
      return (long) mebibytes << 20;
    }
  }

  private ForwardBenchmark(Amount amount) {
    this.amount = amount;
  }

  /** Arguments: {@code --short}, or mebibytes of a stream, short connections, rounds. */
  public static void main(String[] arguments) throws IOException {
    Amount amount = Amount.of(arguments);
    System.out.printf(
        "%s%n%s%n%d processors, %d MiB each way, %d connections, %d rounds%n",
        Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
        OurProgram.sshLite("-V").run().errors().strip(),
        Runtime.getRuntime().availableProcessors(),
        amount.mebibytes(),
        amount.connections(),
        amount.rounds());
    try (Scratch scratch = new Scratch("forward-benchmark");
        Goals goals = new Goals()) {
      ForwardBenchmark benchmark = new ForwardBenchmark(amount);
      benchmark.run(scratch);
      LongForward longWay = new LongForward(amount.longWay());
      longWay.run(scratch.newFolder(), amount.rounds());
      benchmark.report(
          goals,
          "%d rounds, in turn, %s, streams of %d MiB"
              .formatted(amount.rounds(), Tunnel.CIPHER, amount.mebibytes()));
      longWay.report(
          goals,
          "%d rounds, %d s measured after %d s"
              .formatted(
                  amount.rounds(),
                  amount.longWay().measured().toSeconds(),
                  amount.longWay().settling().toSeconds()));
    }
  }

  /** A server, a client that forwards, and the target behind them. */
  private static final class Ends implements AutoCloseable {
    private final BulkPort target = new BulkPort();
    private final Server server;
    private final Tunnel tunnel;

    Ends(Pair pair, Path folder) {
      server = pair == Pair.OURS ? LiteServer.start(folder) : OpenSshServer.start(folder);
      Client client = pair == Pair.OURS ? Client.SSH_LITE : Client.SSH;
      tunnel = Tunnel.of(client, server.target(), target);
    }

    /** The server's, with the processes that sshd makes for a connection. */
    private List<ProcessHandle> processes() {
      ProcessHandle handle = ProcessHandle.of(server.pid()).orElseThrow();
      return Stream.concat(Stream.of(handle), handle.descendants()).toList();
    }

    /** Seconds of the server. */
    double cpu() {
      return processes().stream().mapToDouble(process -> CpuTime.of(process.pid())).sum();
    }

    /** Of the server, in MB. */
    double memory() throws IOException {
      long kilobytes = 0;
      for (ProcessHandle process : processes()) {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
          if (line.startsWith("RssAnon:")) {
            kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
          }
        }
      }
      return kilobytes / 1000.0;
    }

    @Override
    public void close() {
      tunnel.close();
      server.close();
      target.close();
    }
  }

  private void run(Scratch scratch) throws IOException {
    Map<Pair, Ends> all = new EnumMap<>(Pair.class);
    try {
      for (Pair pair : Pair.values()) {
        all.put(pair, new Ends(pair, scratch.newFolder()));
      }
      for (int round = -1; round < amount.rounds(); round++) {
        for (Pair pair : Pair.values()) {
          measure(pair, all.get(pair), round >= 0);
        }
      }
      for (Pair pair : Pair.values()) {
        idle(pair, all.get(pair));
      }
    } finally {
      all.values().forEach(Ends::close);
    }
    for (Pair pair : Pair.values()) {
      jump(pair, scratch.newFolder());
    }
  }

  private static void add(Map<Pair, Figures> all, Pair pair, double value) {
    all.computeIfAbsent(pair, _ -> new Figures()).add(value);
  }

  private void measure(Pair pair, Ends ends, boolean counts) throws IOException {
    long bytes = amount.bytes();
    int connections = amount.connections();
    double cpuBefore = ends.cpu();
    double downRate = rate(bytes, () -> BulkPort.receive(ends.tunnel.connect(), bytes));
    double upRate = rate(bytes, () -> BulkPort.send(ends.tunnel.connect(), bytes));
    double cpuPerGiB = (ends.cpu() - cpuBefore) / (2.0 * bytes / (1L << 30));
    double localRate =
        rate(
            connections,
            () -> {
              for (int i = 0; i < connections; i++) {
                BulkPort.exchange(ends.tunnel.connect(), SHORT_STREAM);
              }
            });
    double socksRate =
        rate(
            connections,
            () -> {
              for (int i = 0; i < connections; i++) {
                BulkPort.exchange(ends.tunnel.connectBySocks(), SHORT_STREAM);
              }
            });
    long[] echoes = BulkPort.echoes(ends.tunnel.connect(), ECHOES);
    Arrays.sort(echoes);
    if (counts) {
      add(down, pair, downRate / 1e6);
      add(up, pair, upRate / 1e6);
      add(cpu, pair, cpuPerGiB);
      add(local, pair, localRate);
      add(socks, pair, socksRate);
      add(echo, pair, echoes[ECHOES / 2] / 1e3);
    }
    System.out.printf(
        "%-8s down %.0f MB/s, up %.0f MB/s, -L %.0f/s, -D %.0f/s, one byte %.0f us%s%n",
        pair,
        downRate / 1e6,
        upRate / 1e6,
        localRate,
        socksRate,
        echoes[ECHOES / 2] / 1e3,
        counts ? "" : " (warming)");
  }

  private interface Work {
    void run() throws IOException;
  }

  /** How much a second. */
  private static double rate(double amount, Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return amount / ((System.nanoTime() - start) / 1e9);
  }

  /** One stream through a session of the last of three hosts, each reached from the one before. */
  private void jump(Pair pair, Path folder) throws IOException {
    List<Server> servers = new ArrayList<>();
    try {
      for (String name : List.of("first", "second", "last")) {
        Path place = Files.createDirectory(folder.resolve(name));
        servers.add(pair == Pair.OURS ? LiteServer.start(place) : OpenSshServer.start(place));
      }
      Path config =
          Jumps.write(folder.resolve("config"), servers.stream().map(Server::target).toList());
      long bytes = (long) amount.jumped() << 20;
      Program client =
          (pair == Pair.OURS ? OurProgram.sshLite() : Program.of(Peers.path("ssh")))
              .with(
                  "-F",
                  "" + config,
                  "-c",
                  Tunnel.CIPHER,
                  Jumps.LAST,
                  "head -c " + bytes + " /dev/zero")
              .output(Path.of("/dev/null"));
      for (int round = 0; round < amount.rounds(); round++) {
        double rate = rate(bytes, client::runWell) / 1e6;
        add(jumps, pair, rate);
        System.out.printf("%-8s two jumps %.0f MB/s%n", pair, rate);
      }
    } finally {
      servers.forEach(Server::close);
    }
  }

  private void idle(Pair pair, Ends ends) throws IOException {
    double before = ends.memory();
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < IDLE; i++) {
      open.add(ends.tunnel.connect());
    }
    double after = ends.memory();
    add(idle, pair, (after - before) * 1000 / IDLE);
    System.out.printf("%-8s %d idle: %.1f MB more%n", pair, IDLE, after - before);
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void report(Goals goals, String how) throws IOException {
    add(goals, "-L, one stream down", Wanted.atLeast(1.5, "× ssh"), down, "MB/s", how);
    add(goals, "-L, one stream up", Wanted.atLeast(1.5, "× ssh"), up, "MB/s", how);
    add(goals, "-L, server's CPU a GiB", Wanted.atMost(0.8, "× sshd"), cpu, "s", how);
    add(
        goals,
        "two jumps, %d MiB down".formatted(amount.jumped()),
        Wanted.atLeast(0.9, "× ssh"),
        jumps,
        "MB/s",
        how);
    add(goals, "-L, short connections", Wanted.atLeast(2, "× ssh"), local, "a second", how);
    add(goals, "-D, short connections", Wanted.atLeast(2, "× ssh"), socks, "a second", how);
    add(goals, "-L, one byte and back", Wanted.atMost(1.2, "× ssh"), echo, "us", how);
    add(goals, "-L, idle, server's memory each", Wanted.atMost(0.25, "× sshd"), idle, "kB", how);
  }

  private static void add(
      Goals goals, String name, Wanted wanted, Map<Pair, Figures> figures, String unit, String how)
      throws IOException {
    goals.add(
        name, wanted, Measured.ratio(figures.get(Pair.OURS), figures.get(Pair.OPENSSH), unit), how);
  }
}
