package org.sshlite.mitm.junit;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.sshlite.mitm.bench.Client;
import org.sshlite.mitm.bench.Outcome;

/** The body of a test as a client: it returns for success and throws for failure. */
final class TestClient implements Client {
  private static final int FAILED = 1;

  /** The body; what it throws is what the client says. */
  @FunctionalInterface
  interface Body {
    void run() throws Throwable;
  }

  private final boolean readsMarkers;
  private final String token;
  private final Consumer<Map<String, String>> furnish;
  private final Body body;

  /** For its questions alone: it connects nowhere. */
  TestClient(boolean readsMarkers) {
    this(readsMarkers, "", _ -> {}, () -> {});
  }

  /**
   * @param token the bench's, for a body that has returned: it says that it reached the server
   */
  TestClient(boolean readsMarkers, String token, Consumer<Map<String, String>> furnish, Body body) {
    this.readsMarkers = readsMarkers;
    this.token = token;
    this.furnish = furnish;
    this.body = body;
  }

  @Override
  public boolean readsKnownHosts() {
    return readsMarkers;
  }

  @Override
  public Outcome connect(Map<String, String> place, Duration limit)
      throws IOException, InterruptedException {
    furnish.accept(place);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().daemon().start(() -> outcome.complete(run()));
    try {
      return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      thread.interrupt();
      return new Outcome(Optional.empty(), "", "");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private Outcome run() {
    try {
      body.run();
      return new Outcome(Optional.of(0), token, "");
    } catch (Throwable e) { // assertions are errors
      StringBuilder said = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        said.append(cause).append('\n');
      }
      return new Outcome(Optional.of(FAILED), "", said.toString());
    }
  }
}
