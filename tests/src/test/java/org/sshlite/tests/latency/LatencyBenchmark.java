package org.sshlite.tests.latency;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.transfer.CpuTime;

/**
 * Echo, logins, commands and memory of servers, all contenders in turn within each round, so that
 * what else the machine does falls on all of them. Every server is warm: a first round is not
 * counted. The client is our library in this process, so its own time is part of all figures alike.
 *
 * <p>Goals that are set against Go's x/crypto/ssh name the figures measured with it on 2 cores;
 * only their ratio to OpenSSH's means something on another machine.
 */
public final class LatencyBenchmark implements AutoCloseable {
  private static final String CURVE25519 = "curve25519-sha256";
  private static final String MLKEM = "mlkem768x25519-sha256";

  /** Logins at once. */
  private static final int ABREAST = 64;

  private static final int ECHOES = 3000;

  /** Echoes beside a bulk transfer, each of which may wait for milliseconds. */
  private static final int ECHOES_BESIDE_BULK = 500;

  /** OpenSSH and MINA are an order of magnitude slower to log in to, and only a reference. */
  private static final int SHARE_OF_OTHERS = 4;

  private final Scratch scratch = new Scratch("latency-benchmark");
  private final int rounds;

  private LatencyBenchmark(int rounds) throws IOException {
    this.rounds = rounds;
  }

  /** Arguments: rounds, logins a round, commands a round, idle sessions. */
  public static void main(String[] arguments) throws IOException {
    try (LatencyBenchmark benchmark = new LatencyBenchmark(number(arguments, 0, 5))) {
      System.out.printf(
          "%d processors, %d rounds%n",
          Runtime.getRuntime().availableProcessors(), benchmark.rounds);
      benchmark.answers(number(arguments, 1, 1000), number(arguments, 2, 300));
      benchmark.embedded(number(arguments, 2, 300));
      benchmark.idle(number(arguments, 3, 10_000));
    }
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private interface Measurement {
    void run(Contender contender, Server server, boolean counts) throws IOException;
  }

  private void answers(int logins, int commands) throws IOException {
    Map<Contender, Server> servers = new EnumMap<>(Contender.class);
    try {
      for (Contender contender : Contender.values()) {
        servers.put(contender, contender.start(scratch.newFolder()));
      }
      echo(servers, "echo without a terminal", "at most 1.5 of sshd", false, false, ECHOES);
      echo(servers, "echo with a terminal", "at most 1.5 of sshd", true, false, ECHOES);
      echo(
          servers,
          "echo beside a download on the same connection",
          "p99 at most 0.2 of sshd",
          false,
          true,
          ECHOES_BESIDE_BULK);
      logins(servers, CURVE25519, logins);
      logins(servers, MLKEM, logins);
      commands(servers, commands, 1);
      commands(servers, commands, 8);
    } finally {
      servers.values().forEach(Server::close);
    }
  }

  private void inTurn(Map<Contender, Server> servers, Measurement measurement) throws IOException {
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<Contender, Server> each : servers.entrySet()) {
        try {
          measurement.run(each.getKey(), each.getValue(), round >= 0);
        } catch (IOException e) {
          throw new IOException(
              "%s: %s%n%s".formatted(each.getKey().title(), e.getMessage(), each.getValue().log()),
              e);
        }
      }
    }
  }

  private void echo(
      Map<Contender, Server> servers,
      String title,
      String goal,
      boolean terminal,
      boolean besideBulk,
      int count)
      throws IOException {
    Row middle = new Row(title + ", p50, µs", goal);
    Row tail = new Row(title + ", p99, µs", goal);
    inTurn(
        terminal ? withTerminals(servers) : servers,
        (contender, server, counts) -> {
          try (LoadClient client = LoadClient.to(server.target(), CURVE25519)) {
            List<Double> times = client.echo(count, terminal, besideBulk);
            if (counts) {
              middle.add(contender, LoadClient.at(times, 0.5));
              tail.add(contender, LoadClient.at(times, 0.99));
            }
          }
        });
    middle.print();
    tail.print();
  }

  /** MINA runs commands without one whatever it is asked. */
  private static Map<Contender, Server> withTerminals(Map<Contender, Server> servers) {
    Map<Contender, Server> some = new EnumMap<>(servers);
    some.remove(Contender.MINA);
    return some;
  }

  private void logins(Map<Contender, Server> servers, String kex, int count) throws IOException {
    Map<Contender, Server> able = new EnumMap<>(servers);
    if (kex.equals(MLKEM) && !supportsMlkem(servers.get(Contender.SSHD))) {
      able.remove(Contender.SSHD);
    }
    Row rate =
        new Row(
            "logins a second, %d at once, %s".formatted(ABREAST, kex), "Go's, 1,949 on 2 cores");
    Row cpu = new Row("server CPU a login, ms, " + kex, "at most 0.5");
    inTurn(
        able,
        (contender, server, counts) -> {
          int some = contender == Contender.SSHD_LITE ? count : count / SHARE_OF_OTHERS;
          try (LoadClient client = LoadClient.to(server.target(), kex)) {
            double before = CpuTime.of(server.pid());
            double perSecond = client.logins(some, ABREAST);
            if (counts) {
              rate.add(contender, perSecond);
              cpu.add(contender, (CpuTime.of(server.pid()) - before) * 1e3 / some);
            }
          }
        });
    rate.print();
    cpu.print();
  }

  private static boolean supportsMlkem(Server sshd) {
    try (LoadClient client = LoadClient.to(sshd.target(), MLKEM)) {
      client.connect().close();
      return true;
    } catch (IOException _) {
      return false; // older than 9.9
    }
  }

  private void commands(Map<Contender, Server> servers, int count, int abreast) throws IOException {
    Row row =
        new Row(
            "commands a second, /bin/true, %d at once".formatted(abreast),
            "Go's, 602 one after another on 2 cores");
    inTurn(
        servers,
        (contender, server, counts) -> {
          int some = contender == Contender.MINA ? Math.min(count, 40) : count;
          try (LoadClient client = LoadClient.to(server.target(), CURVE25519)) {
            double perSecond = client.commands("/bin/true", some, abreast);
            if (counts) {
              row.add(contender, perSecond);
            }
          }
        });
    row.print();
  }

  private void embedded(int commands) throws IOException {
    try (Server server =
        ProgramServer.start(OurProgram.java(EmbeddedServer.class.getName()), scratch.newFolder())) {
      Map<Contender, Server> one = Map.of(Contender.SSHD_LITE, server);
      for (int abreast : List.of(1, 8)) {
        Row row =
            new Row(
                "commands a second, of an application, %d at once".formatted(abreast),
                "Go's for /bin/true, 602");
        inTurn(
            one,
            (contender, each, counts) -> {
              try (LoadClient client = LoadClient.to(each.target(), CURVE25519)) {
                double perSecond = client.commands("nothing", commands * 10, abreast);
                if (counts) {
                  row.add(contender, perSecond);
                }
              }
            });
        row.print();
      }
    }
  }

  /** All that the process has over what it had before, heap that it keeps included. */
  private void idle(int count) throws IOException {
    try (Server server =
            ProgramServer.start(
                OurProgram.java(EmbeddedServer.class.getName()), scratch.newFolder());
        LoadClient client = LoadClient.to(server.target(), CURVE25519)) {
      double before = Memory.pss(server.pid());
      client.idle(count, 16);
      double after = Memory.pss(server.pid());
      System.out.printf(
          "%nidle sessions with a channel, %d; goal: at most 40 KiB each at 10,000%n"
              + "  PSS %.0f KiB before, %.0f after: %.1f KiB each, %.1f with the whole process%n",
          count, before, after, (after - before) / count, after / count);
    }
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
