package org.sshlite.sshd.main;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.agent.Agent;
import org.sshlite.protocol.agent.AgentKey;
import org.sshlite.protocol.thread.Threads;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.sshd.process.ThreadRights;

/**
 * The agent that has host keys, HostKeyAgent of sshd_config(5). Whoever connects makes it sign:
 * only so many ask it at once, and none for longer than it is worth waiting. Any thread.
 */
final class HostKeyAgent {
  /** The value that stands for the variable of this name. */
  private static final String VARIABLE = "SSH_AUTH_SOCK";

  /** An agent serves one after another: more than these would only hold more of its sockets. */
  static final int AT_ONCE = 32;

  /** What a full MaxStartups asks for, and as many who have logged in and change keys. */
  static final int WAITING = 200;

  /** A signature takes milliseconds, of a slow token a second: an agent that takes longer hangs. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Agent agent;
  private final List<AgentKey> held;
  private final Duration patience;
  private final Lookups signatures;
  private final StderrLog log;

  private HostKeyAgent(Agent agent, List<AgentKey> held, Duration patience, StderrLog log) {
    this.agent = agent;
    this.held = held;
    this.patience = patience;
    this.log = log;
    this.signatures = new Lookups("signatures by the agent", AT_ONCE, WAITING, patience);
  }

  /**
   * The one that is configured. Empty where there is none, or nobody answers there, which is told.
   *
   * @param place HostKeyAgent; empty for none
   */
  static Optional<HostKeyAgent> find(String place, Map<String, String> environment, StderrLog log) {
    return find(place, environment, PATIENCE, log);
  }

  static Optional<HostKeyAgent> find(
      String place, Map<String, String> environment, Duration patience, StderrLog log) {
    String socket = place.equals(VARIABLE) ? environment.getOrDefault(VARIABLE, "") : place;
    if (place.isEmpty()) {
      return Optional.empty();
    }
    Agent agent = new Agent(Path.of(socket));
    try {
      List<AgentKey> held = within(patience, agent::keys);
      return Optional.of(new HostKeyAgent(agent, held, patience, log));
    } catch (IOException e) {
      log.error(
          "Could not connect to agent \"%s\": %s"
              .formatted(place, Printable.line(ConfigFile.reason(e))));
      return Optional.empty();
    }
  }

  /** Whether it had the key when it was found. */
  boolean has(PublicKey key) {
    return held.stream().anyMatch(each -> each.publicKey().equals(key));
  }

  /** The key as it signs. As sshd, it may come to the agent later. */
  Signer signer(PublicKey key) {
    if (!has(key)) {
      log.info("The agent of host keys does not have " + key.fingerprint() + " yet");
    }
    return new Held(new AgentKey(agent, key, ""));
  }

  private final class Held implements Signer {
    private final AgentKey key;

    Held(AgentKey key) {
      this.key = key;
    }

    @Override
    public PublicKey publicKey() {
      return key.publicKey();
    }

    @Override
    public byte[] sign(String algorithm, byte[] data) throws IOException {
      try (Lookups.Turn _ = signatures.take(log)) {
        return within(patience, () -> key.sign(algorithm, data));
      } catch (NotAskedException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  static <T> T within(Duration limit, Callable<T> question) throws IOException {
    FutureTask<T> asked =
        new FutureTask<>(
            () -> {
              ThreadRights.own();
              return question.call();
            });
    Threads.virtual("host-key-agent", asked);
    try {
      return asked.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new IOException("the agent does not answer");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case IOException failure -> failure;
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        default -> new IOException(e.getCause());
      };
    } finally {
      asked.cancel(true); // closes its socket, if it is not over
    }
  }
}
