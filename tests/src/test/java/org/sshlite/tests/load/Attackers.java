package org.sshlite.tests.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.sshlite.client.AuthenticationFailedException;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.Route;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.Destination;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.protocol.message.ChannelOpen;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.Debug;
import org.sshlite.protocol.message.GlobalRequest;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.Ignore;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.tests.flaws.HandPlayedClient;
import org.sshlite.tests.peer.Target;

/** Clients at the door, each from an address of its own, one thing after the other without end. */
final class Attackers implements AutoCloseable {
  private static final byte[] NOISE = "x".repeat(64 * 1024).getBytes(US_ASCII);
  private static final int KINDS = 6;
  private static final int PATIENCE_MILLISECONDS = 5_000;

  /** Between two bytes of one who is slow. */
  private static final int SLOWLY_MILLISECONDS = 100;

  /**
   * Between two passwords of one of them: what PerSourcePenalties (authfail) comes to, which this
   * server has not. Each costs it a hash.
   */
  private static final int PENALTY_MILLISECONDS = 5_000;

  /** What each is sent of, after a whole key exchange, until the server has had enough. */
  private static final List<Message> FLOODS =
      List.of(
          new Ignore(new byte[1024]),
          new Debug(true, "x".repeat(1024), ""),
          new ServiceRequest("ssh-userauth"),
          new GlobalRequest(
              new GlobalRequestType.Unknown("keepalive@openssh.com", new byte[0]), true),
          new ChannelOpen(new ChannelType.Session(), 0, 1 << 20, 1 << 15));

  /** More than are taken before a login. */
  private static final int MOST_PACKETS = 2_100;

  private final int port;
  private final int pauseMilliseconds;
  private final SshClient keys;
  private final SshClient passwords;
  private final Destination destination;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong attacks = new AtomicLong();
  private final AtomicLong wrongPasswords = new AtomicLong();
  private final AtomicIntegerArray floods = new AtomicIntegerArray(FLOODS.size());
  private volatile boolean over;

  /**
   * @param pauseMilliseconds between two things that one of them does
   */
  Attackers(int count, int port, PublicKey hostKey, int pauseMilliseconds) {
    this.port = port;
    this.pauseMilliseconds = pauseMilliseconds;
    keys =
        client(
            hostKey, LoginOptions.withKey(PrivateKey.generate("ssh-ed25519", new SecureRandom())));
    passwords = client(hostKey, LoginOptions.withPassword("wrong"));
    destination = Destination.parse("ssh://mallory@" + Target.HOST + ":" + port).orElseThrow();
    for (int i = 0; i < count; i++) {
      int number = i;
      // not all at the same moment
      int first = i * PENALTY_MILLISECONDS / count;
      threads.add(Thread.ofVirtual().start(() -> attack(number, first)));
    }
  }

  private static SshClient client(PublicKey hostKey, LoginOptions login) {
    return SshClient.create(
        ClientOptions.builder().trust(TrustPolicy.pinned(hostKey)).login(login).build());
  }

  /** How many times somebody came. */
  long attacks() {
    return attacks.get();
  }

  /** How many passwords were refused. */
  long wrongPasswords() {
    return wrongPasswords.get();
  }

  /** Whether each kind of packet has come in floods, and the server has ended each of these. */
  boolean allFloodsEnded() {
    return IntStream.range(0, floods.length()).allMatch(each -> floods.get(each) > 0);
  }

  private void attack(int number, int firstPause) {
    pause(firstPause);
    for (int turn = number / KINDS; !over; turn++) {
      try (Socket socket = new Socket()) {
        socket.bind(
            new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + number)}), 0));
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        socket.connect(new InetSocketAddress(Target.HOST, port), PATIENCE_MILLISECONDS);
        attacks.incrementAndGet();
        switch (number % KINDS) {
          case 0 -> logInSlowly(socket);
          case 1 -> guess(keys, socket);
          case 2 -> guessPassword(socket);
          case 3 -> flood(socket);
          case 4 -> flood(socket, turn % FLOODS.size());
          default -> sayNothing(socket);
        }
      } catch (IOException _) {
        // turned away, as it should be
      }
      pause(isGuesser(number) ? PENALTY_MILLISECONDS : pauseMilliseconds);
    }
  }

  private static boolean isGuesser(int number) {
    return number % KINDS == 2;
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void logInSlowly(Socket socket) throws IOException {
    for (byte each : "SSH-2.0-slow and never done\r\n".getBytes(US_ASCII)) {
      if (over) {
        return;
      }
      socket.getOutputStream().write(each);
      pause(pauseMilliseconds);
    }
  }

  /** The whole way to what is not let in. */
  private void guess(SshClient client, Socket socket) throws IOException {
    client
        .connect(destination, new Route.Streams(socket.getInputStream(), socket.getOutputStream()))
        .close();
  }

  private void guessPassword(Socket socket) throws IOException {
    try {
      guess(passwords, socket);
    } catch (AuthenticationFailedException e) {
      wrongPasswords.incrementAndGet();
      throw e;
    }
  }

  private static void flood(Socket socket) throws IOException {
    socket.getOutputStream().write("SSH-2.0-flood\r\n".getBytes(US_ASCII));
    while (true) {
      socket.getOutputStream().write(NOISE);
    }
  }

  private void flood(Socket socket, int kind) throws IOException {
    try (HandPlayedClient client = HandPlayedClient.over(socket).keys()) {
      for (int i = 0; i < MOST_PACKETS && !over; i++) {
        client.send(FLOODS.get(kind));
      }
      while (client.next().isPresent()) {} // what it has answered before it ended this
      floods.incrementAndGet(kind);
    }
  }

  private void sayNothing(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    while (!over && in.read() >= 0) {}
  }

  @Override
  public void close() {
    over = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    keys.close();
    passwords.close();
  }
}
