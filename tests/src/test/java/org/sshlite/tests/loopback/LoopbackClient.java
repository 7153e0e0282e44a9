package org.sshlite.tests.loopback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.connection.Channel;
import org.sshlite.protocol.connection.ChannelHandler;
import org.sshlite.protocol.connection.ClientApplication;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.ConnectionEndedException;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.netty.SshConnector;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.Account;

/** Connections of one client that believes one host key and knows one password or has one key. */
public final class LoopbackClient implements AutoCloseable {
  public static final String USER = Account.NAME;
  public static final String PASSWORD = Account.PASSWORD;

  /** Far above what a login takes here: a test that needs it has hung. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SshConnector connector = new SshConnector();
  private final TransportOptions options;
  private final PublicKey hostKey;
  private final Supplier<UserCredentials> credentials;

  /**
   * Logs in by password.
   *
   * @param hostKey the only one believed
   */
  public LoopbackClient(TransportOptions options, PublicKey hostKey) {
    this(options, hostKey, Password::new);
  }

  /**
   * Logs in by key.
   *
   * @param hostKey the only one believed
   * @param userKey the only one offered
   */
  public LoopbackClient(TransportOptions options, PublicKey hostKey, Signer userKey) {
    this(options, hostKey, () -> new Key(userKey));
  }

  private LoopbackClient(
      TransportOptions options, PublicKey hostKey, Supplier<UserCredentials> credentials) {
    this.options = options;
    this.hostKey = hostKey;
    this.credentials = credentials;
  }

  /** A connected socket with the protocol started on it. */
  public Connection connect(InetSocketAddress address) {
    return await(connector.connect(address, PATIENCE, options, new Application()));
  }

  /** Logs in, and insists on success. */
  public Connection logIn(InetSocketAddress address) {
    return await(connect(address).authenticated());
  }

  /** Logs in and says how that failed. */
  public Ending failToLogIn(InetSocketAddress address) {
    try {
      await(connect(address).authenticated());
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ConnectionEndedException ended) {
        return ended.ending();
      }
      throw e;
    }
    throw new AssertionError("the login succeeded");
  }

  /** A session in which a command was started. */
  public static Channel exec(Connection connection, String command) {
    Channel channel = await(connection.open(new ChannelType.Session(), new IgnoringRequests()));
    if (!await(channel.request(new SessionRequest.Exec(command)))) {
      throw new AssertionError("exec refused");
    }
    return channel;
  }

  /**
   * Waits for what a connection promised.
   *
   * @throws UncheckedIOException when the connection or channel ended before
   */
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw new UncheckedIOException(failure);
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    connector.close();
  }

  private final class Application implements ClientApplication {
    @Override
    public String host() {
      return "loopback";
    }

    @Override
    public HostKeyVerifier hostKeyVerifier() {
      return (key, _) ->
          key.equals(hostKey)
              ? new HostKeyVerifier.Decision.Trusted()
              : new HostKeyVerifier.Decision.Refused("this is not the host key we know");
    }

    @Override
    public UserCredentials credentials() {
      return credentials.get();
    }
  }

  private static final class Password implements UserCredentials {
    @Override
    public String user() {
      return USER;
    }

    @Override
    public List<String> methods() {
      return List.of("password");
    }

    @Override
    public Optional<Signer> nextKey() {
      return Optional.empty();
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return attempt > 1
          ? Optional.empty()
          : Optional.of(new SecretBytes(PASSWORD.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static final class Key implements UserCredentials {
    private @Nullable Signer left;

    Key(Signer key) {
      left = key;
    }

    @Override
    public String user() {
      return USER;
    }

    @Override
    public List<String> methods() {
      return List.of("publickey");
    }

    @Override
    public Optional<Signer> nextKey() {
      Optional<Signer> next = Optional.ofNullable(left);
      left = null;
      return next;
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return Optional.empty();
    }
  }

  private static final class IgnoringRequests implements ChannelHandler {
    @Override
    public boolean request(SessionRequest request) {
      return true;
    }

    @Override
    public void closed() {}
  }
}
