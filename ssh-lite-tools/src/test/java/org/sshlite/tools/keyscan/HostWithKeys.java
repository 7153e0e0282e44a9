package org.sshlite.tools.keyscan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.key.Signer;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.protocol.auth.UserAuthenticator;
import org.sshlite.protocol.connection.Connection;
import org.sshlite.protocol.connection.Ending;
import org.sshlite.protocol.connection.ServerApplication;
import org.sshlite.protocol.netty.ServerSetup;
import org.sshlite.protocol.netty.SshListener;
import org.sshlite.protocol.transport.TransportOptions;

/** A server of ours on a free loopback port, with host keys of any kind. Lets nobody log in. */
final class HostWithKeys implements AutoCloseable {
  private final SshListener listener;
  private final AtomicBoolean asked = new AtomicBoolean();

  HostWithKeys(Signer... hostKeys) throws IOException {
    this(TransportOptions.builder().hostKeyAlgorithms(SignatureAlgorithms.SUPPORTED), hostKeys);
  }

  HostWithKeys(TransportOptions.Builder options, Signer... hostKeys) throws IOException {
    listener =
        SshListener.bind(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            new ServerSetup(
                options.build(), List.of(hostKeys), _ -> Optional.of(new Application())));
  }

  int port() {
    return listener.addresses().getFirst().getPort();
  }

  /** Whether anybody tried to log in. */
  boolean wasAskedToLogIn() {
    return asked.get();
  }

  @Override
  public void close() {
    listener.close();
  }

  private final class Application implements ServerApplication {
    @Override
    public UserAuthenticator authenticator() {
      return new Nobody();
    }

    @Override
    public void authenticated(Connection connection, String user, String method) {}

    @Override
    public void ended(Ending ending) {}
  }

  private final class Nobody implements UserAuthenticator {
    @Override
    public NameList methods(String user) {
      asked.set(true);
      return NameList.of("password");
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
}
