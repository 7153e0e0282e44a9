package org.sshlite.protocol.netty;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;

/** Lets everybody in, and sends back what comes: one connection's application. */
public class EchoServer implements ServerApplication, UserAuthenticator {
  public static final PrivateKey HOST_KEY = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  public static final List<Signer> HOST_KEYS = List.of(HOST_KEY);

  /** "exec wait" does not return before this opens. */
  final CountDownLatch release = new CountDownLatch(1);

  /** Neither does the news of the login. */
  volatile boolean holdsGreeting;

  final CountDownLatch waiting = new CountDownLatch(1);
  public final CompletableFuture<Connection> connection = new CompletableFuture<>();
  public final CompletableFuture<Ending> ended = new CompletableFuture<>();
  final CompletableFuture<Void> sessionClosed = new CompletableFuture<>();

  public static ServerSetup setup(EchoServer application) {
    return new ServerSetup(TransportOptions.defaults(), HOST_KEYS, _ -> Optional.of(application));
  }

  @Override
  public UserAuthenticator authenticator() {
    return this;
  }

  @Override
  public void authenticated(Connection of, String user, String method) {
    connection.complete(of);
    if (holdsGreeting) {
      await(release);
    }
  }

  @Override
  public void opening(IncomingChannel incoming) {
    Channel channel = incoming.channel();
    incoming.accept(
        new ChannelHandler() {
          @Override
          public boolean request(SessionRequest request) {
            if (request instanceof SessionRequest.Exec exec && exec.text().equals("wait")) {
              waiting.countDown();
              await(release);
            } else {
              Thread.ofVirtual().start(() -> echo(channel));
            }
            return true;
          }

          @Override
          public void closed() {
            sessionClosed.complete(null);
          }
        });
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void echo(Channel channel) {
    try {
      channel.input().transferTo(channel.output());
      channel.send(new SessionRequest.ExitStatus(0));
    } catch (IOException e) {
      // the connection is gone: so is who would want to know
    } finally {
      channel.close();
    }
  }

  @Override
  public void ended(Ending ending) {
    ended.complete(ending);
  }

  @Override
  public NameList methods(String user) {
    return NameList.of("publickey");
  }

  @Override
  public AuthDecision none(String user) {
    return new AuthDecision.Accepted();
  }

  @Override
  public AuthDecision password(String user, SecretBytes password) {
    return new AuthDecision.Refused();
  }

  @Override
  public boolean acceptable(String user, PublicKey key, String algorithm) {
    return false;
  }

  @Override
  public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
    return new AuthDecision.Refused();
  }
}
