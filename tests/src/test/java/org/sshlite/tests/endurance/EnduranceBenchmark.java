package org.sshlite.tests.endurance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.ExecResult;
import org.sshlite.client.SshClient;
import org.sshlite.client.TargetChannel;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
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
 * Bulk data, logins, forwarded connections and files on end, and what memory, threads and
 * descriptors one sshd-lite holds meanwhile, beside what it held after the first hundredth.
 *
 * <p>Each gibibyte has a connection of its own, up and down in turn. A login runs {@code true} and
 * ends. A forward is a connection through the server, a byte there and back; a transfer a small
 * file, put and got. Of all but bulk data some go on at once. Between the steps the server is idle
 * when it is looked at.
 */
public final class EnduranceBenchmark implements AutoCloseable {
  private static final Suite SUITE =
      new Suite("aes128-gcm@openssh.com", "hmac-sha2-256-etm@openssh.com");

  private static final long GIBIBYTE = 1L << 30;
  private static final int STEPS = 10;
  private static final double MOST_GROWTH = 1.05;
  private static final byte[] CONTENT = new byte[64 * 1024];

  /** Logins at once: more than there are processors, fewer than MaxStartups. */
  private static final int AT_ONCE = 8;

  private final Scratch scratch = new Scratch("endurance-benchmark");
  private final LiteServer server =
      LiteServer.start(scratch.newFolder(), "Subsystem sftp internal-sftp");
  private final SshClient client;
  private final String destination;
  private final EchoServer echo = new EchoServer();
  private Amount done = Amount.NONE;

  private EnduranceBenchmark() throws IOException {
    Target target = server.target();
    ClientOptions options =
        OurLibrary.options(SUITE.options(), target.identity().file(), target.knownHosts());
    client = SshClient.create(options);
    destination = OurLibrary.destination(target);
  }

  /** Arguments: gibibytes, logins, forwards, transfers. */
  public static void main(String[] arguments) throws IOException {
    try (EnduranceBenchmark benchmark = new EnduranceBenchmark();
        Goals goals = new Goals()) {
      benchmark.run(Amount.of(arguments), goals);
    }
  }

  private void run(Amount all, Goals goals) throws IOException {
    System.out.println(OurProgram.sshLite("-V").run().errors().strip());
    Amount beginning = all.first();
    ServerState first = goOn(beginning);
    ServerState last = first;
    for (int step = 1; step <= STEPS; step++) {
      last = goOn(all.part(step, STEPS));
    }
    goal(goals, "memory", "MB", first.resident(), last.resident(), beginning);
    goal(goals, "threads", "", first.threads(), last.threads(), beginning);
    goal(goals, "descriptors", "", first.descriptors(), last.descriptors(), beginning);
  }

  private void goal(
      Goals goals, String what, String unit, double first, double last, Amount beginning)
      throws IOException {
    goals.add(
        "%s of a server after %s".formatted(what, done),
        Wanted.atMost(MOST_GROWTH, "× that after the first"),
        Measured.ratio(Figures.of(last), Figures.of(first), unit),
        "once, resident; first: " + beginning);
  }

  private ServerState goOn(Amount until) throws IOException {
    Amount next = until.minus(done);
    for (long i = 0; i < next.gibibytes(); i++) {
      Way way = Way.values()[(int) ((done.gibibytes() + i) % Way.values().length)];
      try (ClientSession session = client.connect(destination)) {
        new Transfer(way, SUITE, GIBIBYTE).over(session);
      }
    }
    atOnce(next.logins(), this::logIn);
    try (ClientSession session = client.connect(destination)) {
      atOnce(next.forwards(), () -> forward(session));
      try (SftpClient files = session.files()) {
        String folder = scratch.newFolder().toString();
        atOnce(next.transfers(), () -> transfer(files, folder));
      }
    }
    done = done.plus(next);
    ServerState state = ServerState.of(server.pid());
    System.out.printf(
        "%-60s %7.1f MB resident  %4d threads  %4d descriptors%n",
        done, state.resident(), state.threads(), state.descriptors());
    return state;
  }

  /** One of them; fails when it does not go as it should. */
  @FunctionalInterface
  private interface Task {
    void run() throws IOException;
  }

  private static void atOnce(long count, Task task) {
    AtomicLong left = new AtomicLong(count);
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    Executor threads = Thread.ofVirtual()::start;
    for (int i = 0; i < AT_ONCE; i++) {
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                while (left.getAndDecrement() > 0) {
                  try {
                    task.run();
                  } catch (IOException e) {
                    throw new CompletionException(e);
                  }
                }
              },
              threads));
    }
    for (CompletableFuture<Void> worker : workers) {
      worker.join();
    }
  }

  private void logIn() throws IOException {
    try (ClientSession session = client.connect(destination)) {
      ExecResult result = session.exec("true");
      if (!result.exit().isSuccess()) {
        throw new IOException("true: " + result);
      }
    }
  }

  private void forward(ClientSession session) throws IOException {
    try (TargetChannel channel = session.connect(echo.target())) {
      channel.output().write('x');
      channel.output().flush();
      if (channel.input().read() != 'x') {
        throw new IOException("not what was sent");
      }
    }
  }

  private void transfer(SftpClient files, String folder) throws IOException {
    String name = folder + "/" + Thread.currentThread().threadId();
    byte[] got;
    try (RemoteFile file = files.create(name);
        OutputStream out = file.output(0)) {
      out.write(CONTENT);
    }
    try (RemoteFile file = files.open(name);
        InputStream in = file.input(0)) {
      got = in.readAllBytes();
    }
    files.remove(name);
    if (!Arrays.equals(got, CONTENT)) {
      throw new IOException("not what was put");
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    echo.close();
    server.close();
    scratch.close();
  }
}
