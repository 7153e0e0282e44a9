package org.sshlite.tests.latency;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.message.TerminalModes;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Target;

/** Our client library, put to work against one server. */
final class LoadClient implements AutoCloseable {
  /** Of a bulk transfer: as large as a packet. */
  private static final int CHUNK = 32 * 1024;

  private final SshClient client;
  private final List<String> destinations;
  private final AtomicInteger connections = new AtomicInteger();

  private LoadClient(SshClient client, List<String> destinations) {
    this.client = client;
    this.destinations = destinations;
  }

  /**
   * @param users of the same server, with the same key, who log in in turn
   */
  static LoadClient to(Target target, String kex, String... users) {
    ClientOptions options =
        OurLibrary.options(
            TransportOptions.builder()
                .kexMethods(List.of(kex))
                .ciphers(List.of("aes128-gcm@openssh.com"))
                .build(),
            target.identity().file(),
            target.knownHosts());
    List<String> destinations =
        users.length == 0
            ? List.of(OurLibrary.destination(target))
            : Stream.of(users).map(target::withUser).map(OurLibrary::destination).toList();
    return new LoadClient(SshClient.create(options), destinations);
  }

  ClientSession connect() throws IOException {
    int number = Math.floorMod(connections.getAndIncrement(), destinations.size());
    return client.connect(destinations.get(number));
  }

  /** Logs in {@code count} times, {@code abreast} at once; the logins a second. */
  double logins(int count, int abreast) throws IOException {
    return rate(
        count,
        abreast,
        () -> {
          connect().close();
          return null;
        });
  }

  /** Runs {@code command} that often on one connection; the commands a second. */
  double commands(String command, int count, int abreast) throws IOException {
    try (ClientSession session = connect()) {
      return rate(
          count,
          abreast,
          () -> {
            if (!session.exec(command).exit().isSuccess()) {
              throw new IOException(command + " failed");
            }
            return null;
          });
    }
  }

  /** Connections that stay, each with a channel that runs a shell. */
  List<ClientSession> idle(int count, int abreast) throws IOException {
    List<ClientSession> sessions = Collections.synchronizedList(new ArrayList<>());
    rate(
        count,
        abreast,
        () -> {
          ClientSession session = connect();
          sessions.add(session);
          started(session, new SessionRequest.Shell());
          return null;
        });
    return sessions;
  }

  private static double rate(int count, int abreast, Callable<?> task) throws IOException {
    long start = System.nanoTime();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(abreast, Thread.ofVirtual().factory())) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        done.add(workers.submit(task));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
    return count * 1e9 / (System.nanoTime() - start);
  }

  /** Round trips of one byte through {@code cat}, in microseconds, sorted. */
  List<Double> echo(int count, boolean terminal, boolean besideBulk) throws IOException {
    try (ClientSession session = connect()) {
      SessionChannel channel = session.open().join();
      if (terminal) {
        channel
            .request(new SessionRequest.PtyRequest("dumb", 80, 24, 0, 0, TerminalModes.NONE))
            .join();
      }
      if (!channel.request(new SessionRequest.Exec("cat")).join()) {
        throw new IOException("cat refused");
      }
      Thread bulk = besideBulk ? download(session) : Thread.ofVirtual().start(() -> {});
      List<Double> times = new ArrayList<>();
      for (int i = -count / 4; i < count; i++) {
        long start = System.nanoTime();
        roundTrip(channel, i);
        if (i >= 0) {
          times.add((System.nanoTime() - start) / 1e3);
        }
      }
      bulk.interrupt();
      Collections.sort(times);
      return times;
    }
  }

  /** The value that a share of {@code sorted} is not above. */
  static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
  }

  /** On a terminal, the letter comes from its line discipline, before cat sees any of it. */
  private static void roundTrip(SessionChannel channel, int number) throws IOException {
    OutputStream out = channel.stdin();
    out.write('a' + Math.floorMod(number, 26));
    out.flush();
    if (channel.stdout().read() != 'a' + Math.floorMod(number, 26)) {
      throw new IOException("not the byte that was sent");
    }
  }

  private static Thread download(ClientSession session) throws IOException {
    SessionChannel channel = started(session, new SessionRequest.Exec("cat /dev/zero"));
    return Thread.ofVirtual()
        .start(
            () -> {
              byte[] buffer = new byte[CHUNK];
              try (InputStream in = channel.stdout()) {
                for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                  if (Thread.interrupted()) {
                    return;
                  }
                }
              } catch (IOException _) {
                return; // the connection was closed, as it is at the end
              }
            });
  }

  private static SessionChannel started(ClientSession session, SessionRequest request)
      throws IOException {
    SessionChannel channel = session.open().join();
    if (!channel.request(request).join()) {
      throw new IOException(request.type() + " refused");
    }
    return channel;
  }

  @Override
  public void close() {
    client.close();
  }
}
