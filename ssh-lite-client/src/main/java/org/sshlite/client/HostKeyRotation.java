package org.sshlite.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.trust.HostAddress;
import org.sshlite.client.trust.HostTrust;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.crypto.key.HostKeyProof;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.PublicKeys;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.knownhosts.HostKeyUpdate;
import org.sshlite.knownhosts.KnownHost;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.thread.NoThreadException;
import org.sshlite.protocol.thread.Threads;

/**
 * UpdateHostKeys: learns the keys that a believed host announces, once it has proved that they are
 * its own, and forgets those that it no longer has (draft-miller-sshm-hostkey-update). Nothing is
 * learned without a proof, and nothing at all when one of the proofs fails.
 */
final class HostKeyRotation {
  /** The server's global request with its keys. */
  static final String ANNOUNCEMENT = HostKeyProof.ANNOUNCEMENT;

  /** A host has a key a type; more are a peer that wants us to work. */
  private static final int MOST_KEYS = 64;

  private static final int MOST_QUESTIONS = 3; // as ssh

  private final TrustOptions options;
  private final List<String> keyTypes;
  private final Dialog dialog;
  private final HostAddress host;
  private final HostTrust trust;
  private final AtomicBoolean announced = new AtomicBoolean();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final ReentrantLock asking = new ReentrantLock(); // held as long as a person thinks
  private boolean mayAsk = true;
  private volatile @Nullable Connection connection;

  HostKeyRotation(ClientOptions options, HostAddress host, HostTrust trust) {
    this.options = options.trust();
    this.keyTypes =
        options.transport().hostKeyAlgorithms().stream().map(SignatureAlgorithms::keyType).toList();
    this.dialog = options.dialog();
    this.host = host;
    this.trust = trust;
  }

  /** Told before any global request. */
  void authenticated(Connection authenticated) {
    connection = authenticated;
  }

  /** The host announces keys; only the first time counts. Does not block. */
  void announced(byte[] keys) {
    Connection on = connection;
    if (on == null || options.updateHostKeys() == UpdateHostKeys.NO || !trust.learnsKeys()) {
      return;
    }
    if (announced.compareAndSet(false, true)) {
      try {
        Threads.virtual("ssh-host-keys", () -> run(on, keys));
      } catch (NoThreadException e) {
        dialog.tell(Level.DEBUG, "Host keys are not updated: " + e.getMessage());
        done.complete(null);
      }
    }
  }

  /** Waits, but not for long, for what has begun: a program may end as soon as it has begun. */
  void settle(Duration most) {
    if (announced.get()) {
      done.completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS).join();
    }
  }

  /**
   * From now on nobody is asked: what is typed is for somebody else. Waits for a person who is
   * being asked, and, but not for long, for what may become a question.
   */
  void endQuestions(Duration most) {
    if (options.updateHostKeys() != UpdateHostKeys.ASK) {
      return;
    }
    settle(most);
    asking.lock();
    mayAsk = false;
    asking.unlock();
  }

  private void run(Connection on, byte[] keys) {
    try {
      List<PublicKey> usable = read(keys);
      switch (options.knownHosts().planUpdate(host.name(), host.checkedAddress(), usable)) {
        case HostKeyUpdate.Skip(String reason) ->
            dialog.tell(Level.DEBUG, "Host keys are not updated: " + reason);
        case HostKeyUpdate.Plan plan -> carryOut(on, plan);
      }
    } catch (IOException | MalformedException | RuntimeException e) {
      // a convenience: its failure is no reason to end a connection
      dialog.tell(Level.DEBUG, "Host keys are not updated: " + Printable.line(String.valueOf(e)));
    } finally {
      done.complete(null);
    }
  }

  /** The plain keys that HostKeyAlgorithms permits and that are long enough. */
  private List<PublicKey> read(byte[] data) throws MalformedException {
    SshReader in = new SshReader(ANNOUNCEMENT, data);
    List<PublicKey> keys = new ArrayList<>();
    for (int count = 0; in.remaining() > 0; count++) {
      byte[] blob = in.string("host key");
      if (count == MOST_KEYS) {
        throw in.malformed("host key", "more than " + MOST_KEYS);
      }
      try {
        PublicKey key = PublicKeys.read(blob, options.requiredRsaBits());
        if (keyTypes.contains(key.type())) {
          keys.add(key);
        }
      } catch (MalformedException e) {
        // a type that we do not have, or a certificate
        dialog.tell(Level.DEBUG, "An announced host key is left out: " + e.getMessage());
      }
    }
    return keys;
  }

  private void carryOut(Connection on, HostKeyUpdate.Plan plan)
      throws IOException, MalformedException {
    if (!plan.toProve().isEmpty() && !prove(on, plan.toProve())) {
      dialog.tell(Level.WARNING, "The host did not prove the keys it announced: none is learned.");
      return;
    }
    if (options.updateHostKeys() == UpdateHostKeys.YES) {
      tell(dialog::note, plan);
    } else if (!isAccepted(plan)) {
      return;
    }
    HostKeyUpdate.Done change = options.knownHosts().update(plan, plan.toProve());
    change
        .forgotten()
        .forEach(line -> dialog.tell(Level.DEBUG, "Forgot the host key in " + line.where()));
  }

  /** As ssh says it. */
  private void tell(Consumer<String> listener, HostKeyUpdate.Plan plan) {
    for (PublicKey key : plan.toProve()) {
      listener.accept("Learned new hostkey: " + display(key));
    }
    for (KnownHost line : plan.obsolete()) {
      listener.accept("Deprecating obsolete hostkey: " + display(line.key()));
    }
  }

  private String display(PublicKey key) {
    return key.typeName() + " " + options.display().fingerprint(key);
  }

  /** Whether a person says yes, and there is one. */
  private boolean isAccepted(HostKeyUpdate.Plan plan) {
    asking.lock();
    try {
      if (!mayAsk) {
        dialog.tell(Level.DEBUG, "Host keys are not updated: it is too late to ask for a yes.");
        return false;
      }
      dialog.tell(Level.INFO, "The server has updated its host keys.");
      dialog.tell(Level.INFO, "These changes were verified by the server's existing trusted key.");
      tell(line -> dialog.tell(Level.INFO, line), plan);
      return isConfirmed();
    } finally {
      asking.unlock();
    }
  }

  private boolean isConfirmed() {
    for (int i = 0; i < MOST_QUESTIONS; i++) {
      Optional<String> answer = dialog.ask("Accept updated hostkeys? (yes/no): ");
      if (answer.isEmpty() || answer.get().equalsIgnoreCase("no")) {
        return false;
      }
      if (answer.get().equalsIgnoreCase("yes")) {
        return true;
      }
      dialog.tell(Level.INFO, "Please enter \"yes\" or \"no\"");
    }
    return false;
  }

  /** Whether every key is the host's: a signature a key, in their order. */
  private static boolean prove(Connection on, List<PublicKey> keys) throws IOException {
    SshWriter request = new SshWriter();
    keys.forEach(key -> request.string(key.blob()));
    Optional<byte[]> reply =
        Waiting.on(
            on.globalRequest(
                new GlobalRequestType.Unknown(HostKeyProof.NAME, request.toByteArray())));
    if (reply.isEmpty()) {
      return false;
    }
    SshReader in = new SshReader(HostKeyProof.NAME, reply.get());
    try {
      for (PublicKey key : keys) {
        if (!HostKeyProof.proves(key, on.info().sessionIdentifier(), in.string("signature"))) {
          return false;
        }
      }
      in.end();
      return true;
    } catch (MalformedException _) {
      return false; // too few signatures, or too many
    }
  }
}
