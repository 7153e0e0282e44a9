package org.sshlite.tests.endurance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.ExecResult;
import org.sshlite.client.SshClient;
import org.sshlite.tests.goal.Figures;
import org.sshlite.tests.goal.Goals;
import org.sshlite.tests.goal.Measured;
import org.sshlite.tests.goal.Wanted;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.transfer.Suite;
import org.sshlite.tests.transfer.Transfer;
import org.sshlite.tests.transfer.Transfer.Way;

/**
 * Bulk data and logins on end, and what memory, threads and descriptors one sshd-lite holds
 * meanwhile, beside what it held after the first of them.
 *
 * <p>Each gibibyte has a connection of its own, up and down in turn. A login runs {@code true} and
 * ends; some go on at once. Between the two the server is idle when it is looked at.
 */
public final class EnduranceBenchmark implements AutoCloseable {
  private static final Suite SUITE =
      new Suite("aes128-gcm@openssh.com", "hmac-sha2-256-etm@openssh.com");

  private static final long GIBIBYTE = 1L << 30;
  private static final int FIRST_LOGINS = 1000;
  private static final int STEPS = 10;

  /** Logins at once: more than there are processors, fewer than MaxStartups. */
  private static final int AT_ONCE = 8;

  private final Scratch scratch = new Scratch("endurance-benchmark");
  private final LiteServer server = LiteServer.start(scratch.newFolder());
  private final SshClient client;
  private final String destination;
  private long gibibytes;
  private long logins;

  private EnduranceBenchmark() throws IOException {
    Target target = server.target();
    ClientOptions options =
        OurLibrary.options(SUITE.options(), target.identity().file(), target.knownHosts());
    client = SshClient.create(options);
    destination = OurLibrary.destination(target);
  }

  /** Arguments: gibibytes, logins. */
  public static void main(String[] arguments) throws IOException {
    long gibibytes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 20;
    long logins = arguments.length > 1 ? Long.parseLong(arguments[1]) : 20_000;
    try (EnduranceBenchmark benchmark = new EnduranceBenchmark();
        Goals goals = new Goals()) {
      benchmark.run(gibibytes, logins, goals);
    }
  }

  private void run(long allGibibytes, long allLogins, Goals goals) throws IOException {
    System.out.println(OurProgram.sshLite("-V").run().errors().strip());
    ServerState first = goOn(1, FIRST_LOGINS);
    ServerState last = first;
    for (int step = 1; step <= STEPS; step++) {
      last =
          goOn(
              1 + (allGibibytes - 1) * step / STEPS,
              FIRST_LOGINS + (allLogins - FIRST_LOGINS) * step / STEPS);
    }
    goals.add(
        "memory of a server after %d GiB and %d logins".formatted(gibibytes, logins),
        Wanted.atMost(1, "× that after the first GiB"),
        Measured.ratio(Figures.of(last.resident()), Figures.of(first.resident()), "MB"),
        "once, resident; first: 1 GiB and %d logins".formatted(FIRST_LOGINS));
  }

  private ServerState goOn(long untilGibibytes, long untilLogins) throws IOException {
    for (; gibibytes < untilGibibytes; gibibytes++) {
      Way way = Way.values()[(int) (gibibytes % Way.values().length)];
      try (ClientSession session = client.connect(destination)) {
        new Transfer(way, SUITE, GIBIBYTE).over(session);
      }
    }
    logIn(untilLogins - logins);
    logins = untilLogins;
    ServerState state = ServerState.of(server.pid());
    System.out.printf(
        "%6d GiB  %7d logins  %7.1f MB resident  %4d threads  %4d descriptors%n",
        gibibytes, logins, state.resident(), state.threads(), state.descriptors());
    return state;
  }

  private void logIn(long count) throws IOException {
    AtomicLong left = new AtomicLong(count);
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    Executor threads = Thread.ofVirtual()::start;
    for (int i = 0; i < AT_ONCE; i++) {
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                while (left.getAndDecrement() > 0) {
                  logIn();
                }
              },
              threads));
    }
    for (CompletableFuture<Void> worker : workers) {
      worker.join();
    }
  }

  private void logIn() {
    try (ClientSession session = client.connect(destination)) {
      ExecResult result = session.exec("true");
      if (!result.exit().isSuccess()) {
        throw new IOException("true: " + result);
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    scratch.close();
  }
}
