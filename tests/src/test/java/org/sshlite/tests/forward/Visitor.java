package org.sshlite.tests.forward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelRefusedException;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionDriver;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.WindowBudget;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.netty.SshStreams;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.Target;

/** A client that asks for whatever it likes, and says what it was answered. */
final class Visitor implements ClientApplication, UserCredentials, AutoCloseable {
  private final Target target;
  private final Socket socket;
  private final CompletableFuture<Connection> connecting = new CompletableFuture<>();
  private @Nullable Signer key;

  private Visitor(Target target, Signer key, Socket socket) {
    this.target = target;
    this.key = key;
    this.socket = socket;
  }

  /**
   * Logs in.
   *
   * @param from an address of this machine
   * @param key the only one that is shown
   * @return empty when the key is refused
   */
  static Optional<Visitor> come(Target target, String from, Signer key) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getByName(Target.HOST), target.port(), InetAddress.getByName(from), 0);
    Visitor visitor = new Visitor(target, key, socket);
    Thread.ofPlatform().daemon().start(visitor::run);
    try {
      await(await(visitor.connecting).authenticated());
      return Optional.of(visitor);
    } catch (UncheckedIOException _) {
      visitor.close();
      return Optional.empty();
    }
  }

  private void run() {
    try (socket) {
      SshStreams.run(
          socket.getInputStream(),
          socket.getOutputStream(),
          carrier -> {
            ConnectionDriver driver =
                ConnectionDriver.client(
                    TransportOptions.defaults(),
                    this,
                    new WindowBudget(WindowBudget.DEFAULT_BYTES),
                    new SecureRandom(),
                    carrier);
            connecting.complete(driver.connection());
            return driver;
          });
    } catch (IOException _) {
      return; // it left
    }
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new UncheckedIOException(new IOException(e.getCause()));
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** What comes of opening a channel: empty when it was opened, and closed again. */
  Optional<ChannelRefusedException> refusal(ChannelType type) {
    try {
      await(await(connecting).open(type, () -> {})).close();
      return Optional.empty();
    } catch (UncheckedIOException e) {
      if (e.getCause().getCause() instanceof ChannelRefusedException refused) {
        return Optional.of(refused);
      }
      throw e;
    }
  }

  Channel open(ChannelType type) {
    return await(await(connecting).open(type, () -> {}));
  }

  /** The answer's data; empty for a failure. */
  Optional<byte[]> ask(GlobalRequestType request) {
    return await(await(connecting).globalRequest(request));
  }

  /** Whether a request on a session of its own succeeds. */
  boolean ask(SessionRequest request) {
    Channel session = open(new ChannelType.Session());
    boolean answer = await(session.request(request));
    session.close();
    return answer;
  }

  @Override
  public String host() {
    return "server";
  }

  @Override
  public HostKeyVerifier hostKeyVerifier() {
    return (shown, _) ->
        shown.equals(target.hostKey())
            ? new HostKeyVerifier.Decision.Trusted()
            : new HostKeyVerifier.Decision.Refused("another host");
  }

  @Override
  public UserCredentials credentials() {
    return this;
  }

  @Override
  public void opening(IncomingChannel channel) {
    channel.accept(() -> {});
  }

  @Override
  public String user() {
    return target.user();
  }

  @Override
  public List<String> methods() {
    return List.of("publickey");
  }

  @Override
  public Optional<Signer> nextKey() {
    Optional<Signer> next = Optional.ofNullable(key);
    key = null;
    return next;
  }

  @Override
  public Optional<SecretBytes> password(int attempt) {
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
