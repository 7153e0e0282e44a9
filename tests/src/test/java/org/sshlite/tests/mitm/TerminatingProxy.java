package org.sshlite.tests.mitm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.IncomingChannel;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.netty.ServerSetup;
import org.sshlite.protocol.netty.SshListener;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * A man in the middle with a host key of his own: to a client that believes it, he is the server.
 * He logs in to the true server with the password that the client gives him, and passes on what
 * both say.
 */
final class TerminatingProxy implements AutoCloseable {
  private final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", new SecureRandom());
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
  private final Impersonator impersonator;
  private final SshListener listener;

  /**
   * @param server the true one
   * @param trueKey its host key: the attacker knows where he leads
   */
  TerminatingProxy(InetSocketAddress server, PublicKey trueKey) {
    impersonator = new Impersonator(server, trueKey);
    ServerSetup setup =
        new ServerSetup(
            TransportOptions.defaults(), List.of(hostKey), _ -> Optional.of(new Victim()));
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      listener = SshListener.bind(List.of(any), setup);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return listener.addresses().getFirst();
  }

  PublicKey hostKey() {
    return hostKey.publicKey();
  }

  /** What victims gave away: user names, passwords, keys, signatures. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  /** How the victims' connections ended. */
  BlockingQueue<Ending> endings() {
    return endings;
  }

  @Override
  public void close() {
    listener.close();
    impersonator.close();
    hostKey.close();
  }

  /** One connection of a client. */
  private final class Victim implements ServerApplication, UserAuthenticator {
    @Override
    public UserAuthenticator authenticator() {
      return this;
    }

    @Override
    public NameList methods(String user) {
      seen.add("user " + user);
      return NameList.of("publickey", "password");
    }

    @Override
    public AuthDecision password(String user, SecretBytes password) {
      String text = new String(password.bytes());
      seen.add("password " + text);
      return impersonator.logIn(user, text)
          ? new AuthDecision.Accepted()
          : new AuthDecision.Refused();
    }

    @Override
    public boolean acceptable(String user, PublicKey key, String algorithm) {
      seen.add("key " + key.fingerprint());
      return true;
    }

    @Override
    public AuthDecision publicKey(String user, PublicKey key, String algorithm) {
      seen.add("signature of " + key.fingerprint());
      return new AuthDecision.Refused();
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {}

    @Override
    public void opening(IncomingChannel incoming) {
      incoming.accept(impersonator.passOn(incoming.channel()));
    }

    @Override
    public void ended(Ending ending) {
      endings.add(ending);
    }
  }
}
