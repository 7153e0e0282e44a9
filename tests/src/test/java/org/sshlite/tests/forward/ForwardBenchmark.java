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
import org.awaitility.Awaitility;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.transfer.CpuTime;

/**
 * What goes through {@code -L} and {@code -D} of our pair beside OpenSSH's, in turn in each round:
 * one stream each way, many short connections, one byte back and forth, and what idle connections
 * cost the server. What goes before the first round is not counted: a JVM still compiles then.
 */
public final class ForwardBenchmark {
  private static final String CIPHER = "aes128-gcm@openssh.com";
  private static final int SHORT = 10_000;
  private static final int ECHOES = 2000;
  private static final int IDLE = 500;
  private static final int JUMPS = 3;

  private final int megabytes;
  private final int connections;
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

  private ForwardBenchmark(int megabytes, int connections) {
    this.megabytes = megabytes;
    this.connections = connections;
  }

  /** Arguments: megabytes of a stream, short connections, rounds. */
  public static void main(String[] arguments) throws IOException {
    int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2048;
    int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    System.out.printf(
        "%s%n%s%n%d processors, %d MB each way, %d connections, %d rounds%n",
        Program.of(Peers.path("ssh"), "-V").run().errors().strip(),
        OurProgram.sshLite("-V").run().errors().strip(),
        Runtime.getRuntime().availableProcessors(),
        megabytes,
        connections,
        rounds);
    try (Scratch scratch = new Scratch("forward-benchmark");
        Goals goals = new Goals()) {
      ForwardBenchmark benchmark = new ForwardBenchmark(megabytes, connections);
      benchmark.run(scratch, rounds);
      benchmark.report(goals, rounds + " rounds, in turn, " + CIPHER);
    }
  }

  /** A server, a client that forwards, and the targets behind them. */
  private static final class Tunnel implements AutoCloseable {
    final BulkPort target = new BulkPort();
    final int localPort = LoopbackPort.free();
    final int socksPort = LoopbackPort.free();
    private final Server server;
    private final Running client;

    Tunnel(Pair pair, Path folder) {
      server = pair == Pair.OURS ? LiteServer.start(folder) : OpenSshServer.start(folder);
      client =
          Login.to(server.target())
              .cipher(CIPHER)
              .extra(
                  "-N",
                  "-L",
                  localPort + ":127.0.0.1:" + target.port(),
                  "-D",
                  String.valueOf(socksPort))
              .by(pair == Pair.OURS ? Client.SSH_LITE : Client.SSH)
              .start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> connect() != null);
    }

    Socket connect() throws IOException {
      Socket socket = new Socket("127.0.0.1", localPort);
      socket.setTcpNoDelay(true);
      return BulkPort.greeted(socket);
    }

    Socket connectBySocks() throws IOException {
      return BulkPort.greeted(BulkPort.bySocks(socksPort, target.port()));
    }

    /** Seconds of the server, with the process that sshd makes for the connection. */
    double cpu() {
      ProcessHandle handle = ProcessHandle.of(server.pid()).orElseThrow();
      return CpuTime.of(handle.pid())
          + handle.descendants().mapToDouble(child -> CpuTime.of(child.pid())).sum();
    }

    /** Of the server, with the process that sshd makes for the connection; in MB. */
    double memory() throws IOException {
      long kilobytes = 0;
      List<ProcessHandle> all = new ArrayList<>();
      ProcessHandle.of(server.pid())
          .ifPresent(
              handle -> {
                all.add(handle);
                handle.descendants().forEach(all::add);
              });
      for (ProcessHandle handle : all) {
        for (String line : Files.readAllLines(Path.of("/proc/" + handle.pid() + "/status"))) {
          if (line.startsWith("RssAnon:")) {
            kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
          }
        }
      }
      return kilobytes / 1000.0;
    }

    @Override
    public void close() {
      client.close();
      server.close();
      target.close();
    }
  }

  private void run(Scratch scratch, int rounds) throws IOException {
    Map<Pair, Tunnel> tunnels = new EnumMap<>(Pair.class);
    try {
      for (Pair pair : Pair.values()) {
        tunnels.put(pair, new Tunnel(pair, scratch.newFolder()));
      }
      for (int round = -1; round < rounds; round++) {
        for (Pair pair : Pair.values()) {
          measure(pair, tunnels.get(pair), round >= 0);
        }
      }
      for (Pair pair : Pair.values()) {
        idle(pair, tunnels.get(pair));
      }
    } finally {
      tunnels.values().forEach(Tunnel::close);
    }
    for (Pair pair : Pair.values()) {
      jump(pair, scratch.newFolder());
    }
  }

  private static void add(Map<Pair, Figures> all, Pair pair, double value) {
    all.computeIfAbsent(pair, _ -> new Figures()).add(value);
  }

  private void measure(Pair pair, Tunnel tunnel, boolean counts) throws IOException {
    long bytes = megabytes * 1_000_000L;
    double cpuBefore = tunnel.cpu();
    double downRate = rate(bytes, () -> BulkPort.receive(tunnel.connect(), bytes));
    double upRate = rate(bytes, () -> BulkPort.send(tunnel.connect(), bytes));
    double cpuPerGiB = (tunnel.cpu() - cpuBefore) / (2.0 * bytes / (1L << 30));
    double localRate =
        rate(
            connections,
            () -> {
              for (int i = 0; i < connections; i++) {
                BulkPort.exchange(tunnel.connect(), SHORT);
              }
            });
    double socksRate =
        rate(
            connections,
            () -> {
              for (int i = 0; i < connections; i++) {
                BulkPort.exchange(tunnel.connectBySocks(), SHORT);
              }
            });
    long[] echoes = BulkPort.echoes(tunnel.connect(), ECHOES);
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
      long bytes = 1L << 30;
      Program client =
          (pair == Pair.OURS ? OurProgram.sshLite() : Program.of(Peers.path("ssh")))
              .with("-F", "" + config, "-c", CIPHER, Jumps.LAST, "head -c " + bytes + " /dev/zero")
              .output(Path.of("/dev/null"));
      for (int round = 0; round < JUMPS; round++) {
        double rate = rate(bytes, client::runWell) / 1e6;
        add(jumps, pair, rate);
        System.out.printf("%-8s two jumps %.0f MB/s%n", pair, rate);
      }
    } finally {
      servers.forEach(Server::close);
    }
  }

  private void idle(Pair pair, Tunnel tunnel) throws IOException {
    double before = tunnel.memory();
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < IDLE; i++) {
      open.add(tunnel.connect());
    }
    double after = tunnel.memory();
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
    add(goals, "two jumps, 1 GiB down", Wanted.atLeast(0.9, "× ssh"), jumps, "MB/s", how);
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
