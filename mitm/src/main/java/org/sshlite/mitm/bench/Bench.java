package org.sshlite.mitm.bench;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.mitm.catalogue.Aftermath;
import org.sshlite.mitm.catalogue.Honest;
import org.sshlite.mitm.catalogue.Knowledge;
import org.sshlite.mitm.catalogue.Manipulation;
import org.sshlite.mitm.end.Scene;
import org.sshlite.mitm.evidence.Evidence;

/**
 * Runs manipulations against a client command, each with a server, a folder and a process of its
 * own. It connects to nobody: only the client does, and only to loopback.
 */
public final class Bench {
  /** Of a manipulation's time, how much the server waits for a silent client. */
  private static final double PATIENCE = 0.4;

  /** Characters of a client's words that are kept. */
  private static final int MOST_WORDS = 4096;

  private final Options options;
  private final Client client;
  private final Scene scene;
  private volatile String clientIdentification = "";

  /** For the command in the options. */
  public Bench(Options options) {
    this(options, new CommandClient(options.command()));
  }

  /** For a client that may be in this process; the options' command only names it. */
  public Bench(Options options, Client client) {
    this(options, client, Scene.create(new SecureRandom(), options.kexMethods()));
  }

  private Bench(Options options, Client client, Scene scene) {
    this.options = options;
    this.client = client;
    this.scene = scene;
  }

  /** The same keys and options for another client. */
  public Bench with(Client other) {
    return new Bench(options, other, scene);
  }

  /** What the server's command prints: who has it has reached the server. */
  public String token() {
    return scene.token();
  }

  /** What the client called itself, RFC 4253 §4.2; empty before it did. */
  public String clientIdentification() {
    return clientIdentification;
  }

  /**
   * Runs the controls and then the manipulations.
   *
   * @param progress gets each finding, in the order of {@code manipulations}
   * @throws ControlFailedException if the client fails even when nothing is manipulated
   */
  public List<Finding> run(List<Manipulation> manipulations, Consumer<Finding> progress)
      throws ControlFailedException, IOException, InterruptedException {
    requireControl();
    String certificates = certificatesRefused(manipulations);
    List<Finding> findings = new ArrayList<>();
    try (ExecutorService jobs = Executors.newFixedThreadPool(options.jobs())) {
      List<Future<Finding>> running =
          manipulations.stream()
              .map(manipulation -> jobs.submit(() -> examine(manipulation, certificates)))
              .toList();
      for (Future<Finding> future : running) {
        Finding finding = future.get();
        findings.add(finding);
        progress.accept(finding);
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return findings;
  }

  /**
   * Connects once with nothing manipulated.
   *
   * @throws ControlFailedException if the client fails all the same
   */
  public void requireControl() throws ControlFailedException, IOException, InterruptedException {
    Trial trial = attempt(Honest.KNOWN_HOST);
    if (!trial.outcome.succeeded(scene.token())) {
      throw new ControlFailedException(
          trial
                  .outcome
                  .status()
                  .map(status -> "it ended with status " + status)
                  .orElse("it did not end in " + options.limit().toSeconds() + " s")
              + (trial.outcome.output().contains(scene.token()) ? "" : ", without the output")
              + said(trial.outcome).lines().map(line -> "\n  " + line).reduce("", String::concat));
    }
  }

  /** Why certificates can't be tried with this client; empty if they can. */
  private String certificatesRefused(List<Manipulation> manipulations)
      throws IOException, InterruptedException {
    if (!client.readsKnownHosts()
        || manipulations.stream().noneMatch(one -> needsCertificates(one.knowledge()))) {
      return "";
    }
    Trial trial = attempt(Honest.CERTIFIED_HOST);
    return trial.outcome.succeeded(scene.token())
        ? ""
        : "the client takes no good host certificate either: "
            + said(trial.outcome).lines().reduce("", (_, last) -> last);
  }

  private static boolean needsCertificates(Knowledge knowledge) {
    return knowledge == Knowledge.AUTHORITY || knowledge == Knowledge.REVOKED_AUTHORITY;
  }

  /** One manipulation, for a client that has passed its control. */
  public Finding examine(Manipulation manipulation) throws IOException, InterruptedException {
    return examine(manipulation, certificatesRefused(List.of(manipulation)));
  }

  private Finding examine(Manipulation manipulation, String certificatesRefused)
      throws IOException, InterruptedException {
    Knowledge knowledge = manipulation.knowledge();
    if (knowledge.needsMarkers() && !client.readsKnownHosts()) {
      String why =
          "the client reads no {known_hosts}, where \"" + knowledge.text() + "\" would stand";
      return new Finding(manipulation, Verdict.NOT_APPLICABLE, why, "", Duration.ZERO);
    }
    if (needsCertificates(knowledge) && !certificatesRefused.isEmpty()) {
      return new Finding(
          manipulation, Verdict.NOT_APPLICABLE, certificatesRefused, "", Duration.ZERO);
    }
    long start = System.nanoTime();
    Trial trial = attempt(manipulation);
    Judge.Judgement judgement =
        Judge.judge(
            manipulation.harm(),
            trial.evidence,
            trial.outcome.status().isEmpty(),
            trial.outcome.succeeded(scene.token()));
    return new Finding(
        manipulation,
        judgement.verdict(),
        judgement.severity(),
        judgement.reason(),
        said(trial.outcome),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private record Trial(Evidence evidence, Outcome outcome) {}

  private Trial attempt(Manipulation manipulation) throws IOException, InterruptedException {
    Evidence evidence = new Evidence(options.keepsSecrets(), _ -> {});
    Duration patience = Duration.ofMillis((long) (options.limit().toMillis() * PATIENCE));
    try (BenchServer server = new BenchServer(scene, manipulation, evidence, patience);
        Room room = Room.furnish(scene, manipulation.knowledge(), server.port())) {
      Outcome outcome = client.connect(room.placeholders(), options.limit());
      if (clientIdentification.isEmpty()) {
        clientIdentification = evidence.identification();
      }
      manipulation.inspect(
          new Aftermath(scene, outcome.output(), outcome.errors(), room.knownHostsNow()), evidence);
      return new Trial(evidence, outcome);
    }
  }

  /** What the client told its user, without what the bench's own secrets are. */
  private String said(Outcome outcome) {
    String errors = outcome.errors();
    String shown = options.keepsSecrets() ? errors : errors.replace(scene.password(), "(password)");
    return Printable.lines(shortened(shown)).strip();
  }

  /** Without the middle: the last words are why it ended. */
  private static String shortened(String text) {
    int half = MOST_WORDS / 2;
    return text.length() <= MOST_WORDS
        ? text
        : text.substring(0, half) + "\n[...]\n" + text.substring(text.length() - half);
  }
}
