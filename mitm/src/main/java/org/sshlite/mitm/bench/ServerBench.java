package org.sshlite.mitm.bench;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.sshlite.mitm.catalogue.Harm;
import org.sshlite.mitm.end.Gone;
import org.sshlite.mitm.end.Left;
import org.sshlite.mitm.end.Standing;
import org.sshlite.mitm.evidence.Evidence;
import org.sshlite.mitm.probe.Needs;
import org.sshlite.mitm.probe.Probe;
import org.sshlite.mitm.wire.Alteration;

/**
 * Runs probes against a server, each with a connection of its own. What it says of a server it has
 * seen: that a connection was ended, a no, or that something went on which must not.
 */
public final class ServerBench {
  /** Of a probe's time, how much it waits for a silent server. */
  private static final double PATIENCE = 0.4;

  /** A server may turn connections away by chance when there are many at once. */
  private static final int ATTEMPTS = 4;

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final ServerOptions options;
  private final Duration patience;
  private volatile String serverIdentification = "";

  public ServerBench(ServerOptions options) {
    this.options = options;
    this.patience = Duration.ofMillis((long) (options.limit().toMillis() * PATIENCE));
  }

  /** What the server called itself, RFC 4253 §4.2; empty before it did. */
  public String serverIdentification() {
    return serverIdentification;
  }

  /**
   * Runs an honest connection and then the probes.
   *
   * @param progress gets each finding, in the order of {@code probes} but for those that run alone,
   *     which are last
   * @throws ControlFailedException if the server ends honest connections too
   */
  public List<Finding> run(List<Probe> probes, Consumer<Finding> progress)
      throws ControlFailedException, IOException, InterruptedException {
    requireControl();
    List<Finding> findings = new ArrayList<>();
    run(
        probes.stream().filter(probe -> !probe.isAlone()).toList(),
        options.jobs(),
        findings,
        progress);
    run(probes.stream().filter(Probe::isAlone).toList(), 1, findings, progress);
    return findings;
  }

  private void run(List<Probe> probes, int jobs, List<Finding> findings, Consumer<Finding> progress)
      throws ControlFailedException, IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<Finding>> running =
          probes.stream().map(probe -> threads.submit(() -> examine(probe))).toList();
      for (Future<Finding> future : running) {
        Finding finding = future.get();
        findings.add(finding);
        progress.accept(finding);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ControlFailedException failed) {
        throw failed;
      }
      throw new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Goes as far as there are credentials for, with nothing hostile. */
  private void requireControl() throws ControlFailedException, IOException {
    Standing goal =
        options.credentials().suffice() ? Standing.SESSION_OPENED : Standing.SERVICE_ACCEPTED;
    Evidence evidence = new Evidence();
    try (Call call = new Call(options, patience, evidence)) {
      call.dial(Alteration.none()).reach(goal);
    } catch (Left | Gone | SocketTimeoutException e) {
      throw new ControlFailedException(
          "an honest client does not get " + goal.text() + ": " + reason(evidence, e));
    }
    serverIdentification = evidence.identification();
  }

  private static String reason(Evidence evidence, IOException e) {
    return evidence.inapplicable().orElse("the server " + e.getMessage());
  }

  private Finding examine(Probe probe) throws ControlFailedException, InterruptedException {
    String missing = missing(probe.needs());
    if (!missing.isEmpty()) {
      return new Finding(probe, Verdict.NOT_APPLICABLE, missing, "", Duration.ZERO);
    }
    IOException turnedAway = new IOException("it was not tried");
    for (int i = 0; i < ATTEMPTS; i++) {
      long start = System.nanoTime();
      Evidence evidence = new Evidence();
      try {
        attempt(probe, evidence);
        Judge.Judgement judgement = Judge.judge(Harm.REPORTED, evidence, false, false);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        return new Finding(
            probe, judgement.verdict(), judgement.severity(), judgement.reason(), "", time);
      } catch (IOException e) {
        turnedAway = e;
        Thread.sleep(PAUSE.multipliedBy(i + 1));
      }
    }
    throw new ControlFailedException(
        "%s: the server ends an honest connection before anything is done (%s); does it limit how many come from here?"
            .formatted(probe.label(), turnedAway.getMessage()));
  }

  private String missing(Needs needs) {
    return switch (needs) {
      case KEY ->
          options.credentials().key().isPresent() ? "" : "needs a user and a key that is let in";
      case LOGIN ->
          options.credentials().suffice() ? "" : "needs a user who is let in, by key or password";
      case NOTHING -> "";
    };
  }

  /**
   * @throws IOException when it came to an end before anything was done
   */
  private void attempt(Probe probe, Evidence evidence) throws IOException {
    try (Call call = new Call(options, patience, evidence)) {
      try {
        probe.script().run(call.dial(probe.alteration().get()));
        if (evidence.refusals().isEmpty()) {
          evidence.refused("the server", "goes on, and nothing came of it");
        }
      } catch (Gone e) {
        return; // why is in the evidence
      } catch (SocketTimeoutException e) {
        requireStrike(evidence, e);
        evidence.unbounded(
            "it neither ended the connection nor answered in "
                + patience.toMillis() / 1000.0
                + " s");
      } catch (IOException e) {
        requireStrike(evidence, e);
        if (call.isOverdue()) {
          evidence.unbounded("it took no end in " + options.limit().toSeconds() + " s");
        } else {
          evidence.refused("the server", String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private static void requireStrike(Evidence evidence, IOException e) throws IOException {
    if (evidence.strike().isEmpty() && evidence.inapplicable().isEmpty()) {
      throw e;
    }
  }
}
