package org.sshlite.tests.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.tests.peer.Target;

/** Honest clients of one server. */
final class Crowd implements AutoCloseable {
  private static final int MESSAGE = 4096;
  private static final int PAUSE_MILLISECONDS = 50;

  private final SshClient client;
  private final SshClient withPassword;
  private final String destination;
  private final List<ClientSession> sessions = new CopyOnWriteArrayList<>();
  private final List<Thread> busy = new ArrayList<>();
  private final List<Exception> broken = new CopyOnWriteArrayList<>();
  private final AtomicLong echoed = new AtomicLong();
  private volatile boolean over;

  Crowd(int port, PublicKey hostKey, Signer user) {
    client = client(hostKey, LoginOptions.withKey(user));
    withPassword = client(hostKey, LoginOptions.withPassword(LoadServer.PASSWORD));
    destination = "ssh://alice@" + Target.HOST + ":" + port;
  }

  private static SshClient client(PublicKey hostKey, LoginOptions login) {
    return SshClient.create(
        ClientOptions.builder().trust(TrustPolicy.pinned(hostKey)).login(login).build());
  }

  /** Sessions that were broken off. */
  List<Exception> broken() {
    return broken;
  }

  /** Bytes that busy sessions had back. */
  long echoed() {
    return echoed.get();
  }

  /** Logs in that often, so many at once, and stays with a shell that waits. */
  void stay(int count, int atOnce) throws IOException {
    all(
        count,
        atOnce,
        () -> {
          ClientSession session = client.connect(destination);
          sessions.add(session);
          shell(session);
          return null;
        });
  }

  /** Logs in that often, all at once, and leaves; what the slowest took, in nanoseconds. */
  long comeAtOnce(int count) throws IOException {
    AtomicLong slowest = new AtomicLong();
    all(
        count,
        count,
        () -> {
          slowest.accumulateAndGet(logIn(), Math::max);
          return null;
        });
    return slowest.get();
  }

  /** Logs in, has one byte sent back, and leaves; nanoseconds until the byte was there. */
  long logIn() throws IOException {
    return logIn(client);
  }

  /** As {@link #logIn()}, by what has to be hashed. */
  long logInWithPassword() throws IOException {
    return logIn(withPassword);
  }

  private long logIn(SshClient by) throws IOException {
    long start = System.nanoTime();
    try (ClientSession session = by.connect(destination)) {
      SessionChannel channel = shell(session);
      channel.stdin().write('x');
      channel.stdin().flush();
      if (channel.stdout().read() != 'x') {
        throw new IOException("not what was sent");
      }
      return System.nanoTime() - start;
    }
  }

  private static SessionChannel shell(ClientSession session) throws IOException {
    SessionChannel channel = session.open().join();
    if (!channel.request(new SessionRequest.Shell()).join()) {
      throw new IOException("no shell");
    }
    return channel;
  }

  private static void all(int count, int atOnce, Callable<?> task) throws IOException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        done.add(threads.submit(task));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** So many more sessions, in which something goes to and fro from now on. */
  void work(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      ClientSession session = client.connect(destination);
      sessions.add(session);
      SessionChannel channel = shell(session);
      busy.add(Thread.ofVirtual().start(() -> echo(channel)));
    }
  }

  private void echo(SessionChannel channel) {
    byte[] message = new byte[MESSAGE];
    try {
      while (!over) {
        channel.stdin().write(message);
        channel.stdin().flush();
        if (channel.stdout().readNBytes(MESSAGE).length < MESSAGE) {
          throw new IOException("it has ended");
        }
        echoed.addAndGet(MESSAGE);
        Thread.sleep(PAUSE_MILLISECONDS);
      }
    } catch (IOException | InterruptedException e) {
      broken.add(e);
    }
  }

  /** Whether each that stayed is there still. */
  boolean isWhole() {
    return broken.isEmpty()
        && sessions.stream().noneMatch(session -> session.connection().ended().isDone());
  }

  @Override
  public void close() throws IOException {
    over = true;
    try {
      for (Thread thread : busy) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    client.close();
    withPassword.close();
  }
}
