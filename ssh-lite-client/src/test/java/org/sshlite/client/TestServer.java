package org.sshlite.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.crypto.wire.SshWriter;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.OpenFailureReason;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.netty.ServerSetup;
import org.sshlite.protocol.netty.SshListener;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * A server on a free loopback port whose commands are words: {@code echo}, {@code fail}, {@code
 * kill}, {@code hang}, {@code drop}. Keeps what was tried to log in with.
 */
public final class TestServer implements AutoCloseable {
  public static final String PASSWORD = "open sesame";

  public final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  public final List<String> attempts = new CopyOnWriteArrayList<>();

  /** Sent as hostkeys-00@openssh.com after each login, and never proved. */
  final List<PublicKey> announced = new CopyOnWriteArrayList<>();

  /** Completes when an announcement was answered. */
  final CompletableFuture<Void> announcementAnswered = new CompletableFuture<>();

  /** The announcement waits for {@link #announce}. */
  volatile boolean holdsAnnouncement;

  /** Completes when the first channel is closed. */
  final CompletableFuture<Void> channelClosed = new CompletableFuture<>();

  /** Sessions that are open at a time: more are refused. */
  volatile int room = Integer.MAX_VALUE;

  final AtomicInteger sessions = new AtomicInteger();
  final AtomicInteger refusals = new AtomicInteger();

  private final CompletableFuture<Connection> loggedIn = new CompletableFuture<>();
  private final SshListener listener;

  public TestServer() throws IOException {
    listener =
        SshListener.bind(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            new ServerSetup(
                TransportOptions.defaults(),
                List.of(hostKey),
                _ -> Optional.of(new Application())));
  }

  public int port() {
    return listener.addresses().getFirst().getPort();
  }

  public String destination() {
    return "ssh://alice@127.0.0.1:" + port();
  }

  /** Announces the keys to who has logged in. */
  void announce() {
    SshWriter keys = new SshWriter();
    announced.forEach(key -> keys.string(key.blob()));
    loggedIn
        .join()
        .globalRequest(new GlobalRequestType.Unknown("hostkeys-00@openssh.com", keys.toByteArray()))
        .thenRun(() -> announcementAnswered.complete(null));
  }

  @Override
  public void close() {
    listener.close();
    hostKey.close();
  }

  private final class Application implements ServerApplication {
    @Override
    public UserAuthenticator authenticator() {
      return new Users();
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {
      loggedIn.complete(connection);
      if (!announced.isEmpty() && !holdsAnnouncement) {
        announce();
      }
    }

    @Override
    public void opening(IncomingChannel incoming) {
      if (sessions.get() >= room) {
        refusals.incrementAndGet();
        incoming.refuse(OpenFailureReason.RESOURCE_SHORTAGE, "no more sessions");
        return;
      }
      sessions.incrementAndGet();
      incoming.accept(new Session(loggedIn.join(), incoming.channel(), this::closed));
    }

    private void closed() {
      sessions.decrementAndGet();
      channelClosed.complete(null);
    }

    @Override
    public void ended(Ending ending) {}
  }

  private final class Users implements UserAuthenticator {
    @Override
    public NameList methods(String user) {
      return NameList.of("publickey", "password");
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      String text = new String(password.bytes(), StandardCharsets.UTF_8);
      attempts.add("password " + text);
      return text.equals(PASSWORD) ? new AuthDecision.Accepted() : new AuthDecision.Refused();
    }

    @Override
    public boolean acceptable(String user, PublicKey key, String algorithm) {
      attempts.add("key " + key.fingerprint());
      return false;
    }

    @Override
    public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
      return new AuthDecision.Refused();
    }
  }

  private record Session(Connection connection, Channel channel, Runnable over)
      implements ChannelHandler {
    @Override
    public boolean request(SessionRequest request) {
      if (!(request instanceof SessionRequest.Exec exec) || exec.text().equals("refuse")) {
        return false;
      }
      Thread.ofVirtual().start(() -> run(exec.text()));
      return true;
    }

    private void run(String command) {
      try (OutputStream out = channel.output();
          OutputStream err = channel.extendedOutput()) {
        switch (command) {
          case "echo" -> {
            channel.input().transferTo(out);
            err.write("told\n".getBytes(StandardCharsets.UTF_8));
            channel.send(new SessionRequest.ExitStatus(0));
          }
          case "fail" -> channel.send(new SessionRequest.ExitStatus(3));
          case "kill" ->
              channel.send(new SessionRequest.ExitSignal("TERM", false, "terminated", ""));
          case "drop" -> connection.disconnect("going down\033[2J");
          case "end and drop" -> {
            channel.output().close();
            // what is answered was behind the EOF, or nearly so: the second was for certain
            for (int i = 0; i < 2; i++) {
              connection
                  .globalRequest(new GlobalRequestType.Unknown("ping@test", new byte[0]))
                  .join();
            }
            connection.disconnect("going down\033[2J");
          }
          case "hang" -> channel.input().readAllBytes();
          default -> out.write(command.getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException _) {
        return; // the client went away
      }
      if (!command.equals("hang")) {
        channel.close();
      }
    }

    @Override
    public void closed() {
      over.run();
    }
  }
}
