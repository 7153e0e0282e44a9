package org.sshlite.tests.loopback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
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
import org.sshlite.protocol.netty.ServerSetup;
import org.sshlite.protocol.netty.SshListener;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * A server in this process. Where nothing else is said its every command is {@code cat}: what comes
 * is sent back, and the exit status is 0.
 */
public final class LoopbackServer implements AutoCloseable {
  private final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
  private final SshListener listener;

  private final Function<Channel, ChannelHandler> sessions;

  private LoopbackServer(
      TransportOptions options, List<Signer> hostKeys, Function<Channel, ChannelHandler> sessions) {
    this.sessions = sessions;
    ServerSetup setup =
        new ServerSetup(
            options,
            hostKeys.isEmpty() ? List.of(hostKey) : hostKeys,
            _ -> Optional.of(new Application()));
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      listener = SshListener.bind(List.of(any), setup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static LoopbackServer start(TransportOptions options) {
    return new LoopbackServer(options, List.of(), EchoSession::new);
  }

  /**
   * @param hostKeys in place of its own
   */
  public static LoopbackServer start(TransportOptions options, List<Signer> hostKeys) {
    return new LoopbackServer(options, hostKeys, EchoSession::new);
  }

  public static LoopbackServer start(Function<Channel, ChannelHandler> sessions) {
    return new LoopbackServer(TransportOptions.defaults(), List.of(), sessions);
  }

  public static LoopbackServer start() {
    return start(TransportOptions.defaults());
  }

  public InetSocketAddress address() {
    return listener.addresses().getFirst();
  }

  public PublicKey hostKey() {
    return hostKey.publicKey();
  }

  /** How connections ended, in the order in which they did. */
  public BlockingQueue<Ending> endings() {
    return endings;
  }

  @Override
  public void close() {
    listener.close();
    hostKey.close();
  }

  /** One connection. */
  private final class Application implements ServerApplication {
    @Override
    public UserAuthenticator authenticator() {
      return new Authenticator();
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {}

    @Override
    public void opening(IncomingChannel incoming) {
      incoming.accept(sessions.apply(incoming.channel()));
    }

    @Override
    public void ended(Ending ending) {
      endings.add(ending);
    }
  }

  /** Lets {@link LoopbackClient#USER} in by its password or by any key. */
  private static final class Authenticator implements UserAuthenticator {
    @Override
    public NameList methods(String user) {
      return new NameList(List.of("publickey", "password"));
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      return user.equals(LoopbackClient.USER)
              && new String(password.bytes()).equals(LoopbackClient.PASSWORD)
          ? new AuthDecision.Accepted()
          : new AuthDecision.Refused();
    }

    @Override
    public boolean acceptable(String user, PublicKey key, String algorithm) {
      return user.equals(LoopbackClient.USER);
    }

    @Override
    public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
      return new AuthDecision.Accepted();
    }
  }
}
