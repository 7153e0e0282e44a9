package org.sshlite.protocol.connection;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.message.ChannelType;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.HostKeyVerifier;
import org.sshlite.protocol.transport.TransportOptions;

/** Both ends of a connection in memory, in one thread, with clocks that only the test turns. */
final class ConnectionPair {
  static final SecureRandom RANDOM = new SecureRandom();
  static final PrivateKey HOST_KEY = PrivateKey.generate("ssh-ed25519", RANDOM);
  static final PrivateKey USER_KEY = PrivateKey.generate("ssh-ed25519", RANDOM);

  final MemoryCarrier clientCarrier = new MemoryCarrier();
  final MemoryCarrier serverCarrier = new MemoryCarrier();
  private final ConnectionDriver clientDriver;
  private final ConnectionDriver serverDriver;
  final Connection client;
  final Connection server;
  final List<RecordingHandler> serverSessions = new ArrayList<>();
  final List<Channel> serverChannels = new ArrayList<>();
  final List<PublicKey> judged = new ArrayList<>();

  /** What the server was asked for, and says no to. */
  final List<GlobalRequestType> refusedRequests = new ArrayList<>();

  int maximumSessions = 10;

  ConnectionPair(TransportOptions clientOptions, TransportOptions serverOptions) {
    this(clientOptions, serverOptions, HOST_KEY);
  }

  ConnectionPair(TransportOptions clientOptions, TransportOptions serverOptions, Signer hostKey) {
    WindowBudget budget = new WindowBudget(WindowBudget.DEFAULT_BYTES);
    clientDriver =
        ConnectionDriver.client(clientOptions, new TestClient(), budget, RANDOM, clientCarrier);
    serverDriver =
        ConnectionDriver.server(
            serverOptions, List.of(hostKey), new TestServer(), budget, RANDOM, serverCarrier);
    client = clientDriver.connection();
    server = serverDriver.connection();
    clientCarrier.join(clientDriver, serverCarrier);
    serverCarrier.join(serverDriver, clientCarrier);
  }

  static ConnectionPair create() {
    return new ConnectionPair(TransportOptions.defaults(), TransportOptions.defaults());
  }

  /** A pair that is logged in. */
  static ConnectionPair open() {
    return open(TransportOptions.defaults(), TransportOptions.defaults());
  }

  static ConnectionPair open(TransportOptions clientOptions, TransportOptions serverOptions) {
    ConnectionPair pair = new ConnectionPair(clientOptions, serverOptions);
    pair.start();
    pair.exchangeUntilQuiet();
    pair.client.authenticated().join();
    return pair;
  }

  void start() {
    clientDriver.start();
    serverDriver.start();
  }

  void exchangeUntilQuiet() {
    while (exchangeOnce()) {}
  }

  /** Lets each end do one thing. */
  boolean exchangeOnce() {
    boolean client = clientCarrier.step();
    boolean server = serverCarrier.step();
    return client || server;
  }

  Channel openSession(RecordingHandler handler) {
    CompletableFuture<Channel> opened = client.open(new ChannelType.Session(), handler);
    exchangeUntilQuiet();
    return opened.join();
  }

  Channel openSession() {
    return openSession(new RecordingHandler());
  }

  Ending clientEnding() {
    return client.ended().getNow(null);
  }

  Ending serverEnding() {
    return server.ended().getNow(null);
  }

  static Ending endingOf(CompletableFuture<?> future) {
    try {
      future.getNow(null);
      return null;
    } catch (CompletionException e) {
      return ((ConnectionEndedException) e.getCause()).ending();
    }
  }

  /** Keeps the requests it gets, and says yes. */
  static class RecordingHandler implements ChannelHandler {
    final List<SessionRequest> requests = new ArrayList<>();
    boolean answer = true;
    boolean closed;

    /** What happens before a request is answered. */
    Runnable before = () -> {};

    @Override
    public boolean request(SessionRequest request) {
      requests.add(request);
      before.run();
      return answer;
    }

    @Override
    public void closed() {
      closed = true;
    }
  }

  private final class TestClient implements ClientApplication {
    @Override
    public String host() {
      return "test";
    }

    @Override
    public HostKeyVerifier hostKeyVerifier() {
      return (key, _) -> {
        judged.add(key);
        return key.equals(HOST_KEY.publicKey())
            ? new HostKeyVerifier.Decision.Trusted()
            : new HostKeyVerifier.Decision.Refused("not the key that the test knows");
      };
    }

    @Override
    public UserCredentials credentials() {
      return new TestCredentials();
    }
  }

  private static final class TestCredentials implements UserCredentials {
    private boolean given;

    @Override
    public String user() {
      return "alice";
    }

    @Override
    public List<String> methods() {
      return List.of("publickey");
    }

    @Override
    public Optional<Signer> nextKey() {
      boolean first = !given;
      given = true;
      return first ? Optional.of(USER_KEY) : Optional.empty();
    }

    @Override
    public Optional<SecretBytes> password(int attempt) {
      return Optional.empty();
    }
  }

  private final class TestServer implements ServerApplication {
    @Override
    public UserAuthenticator authenticator() {
      return new TestAuthenticator();
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {}

    @Override
    public void opening(IncomingChannel incoming) {
      if (incoming.others() >= maximumSessions) {
        incoming.refuse();
        return;
      }
      RecordingHandler handler = new RecordingHandler();
      serverSessions.add(handler);
      serverChannels.add(incoming.channel());
      incoming.accept(handler);
    }

    @Override
    public void globalRequest(IncomingRequest request) {
      refusedRequests.add(request.type());
      request.fail();
    }

    @Override
    public void ended(Ending ending) {}
  }

  private static final class TestAuthenticator implements UserAuthenticator {
    @Override
    public NameList methods(String user) {
      return NameList.of("publickey");
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      return new AuthDecision.Refused();
    }

    @Override
    public boolean acceptable(String user, PublicKey key, String algorithm) {
      return user.equals("alice") && key.equals(USER_KEY.publicKey());
    }

    @Override
    public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
      return new AuthDecision.Accepted();
    }
  }
}
