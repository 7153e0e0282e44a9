package org.sshlite.protocol.connection;

import java.util.List;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.auth.AuthState;
import org.sshlite.protocol.auth.ClientAuthOptions;
import org.sshlite.protocol.auth.ServerAuthOptions;
import org.sshlite.protocol.auth.UserCredentials;
import org.sshlite.protocol.transport.IdentificationString;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.Transport;
import org.sshlite.protocol.transport.TransportOptions;

/** What both kinds of application have in common for a {@link Connection}. */
interface Application {
  /** The first state of the login; asked for when there are keys. */
  AuthState login(TransportOptions options, Transport transport);

  void authenticated(Connection connection, String user, String method);

  void opening(IncomingChannel channel);

  void globalRequest(IncomingRequest request);

  void keysAgreed(Negotiated negotiated, PublicKey hostKey);

  void debug(String message);

  /** From the first byte on, until another choice is made. */
  default ServiceClasses serviceClasses() {
    return ServiceClasses.NONE;
  }

  /** The peer has sent its identification string. */
  default void identified(IdentificationString peer) {}

  /** How much was carried; before {@link #ended}. */
  default void carried(long received, long sent) {}

  /** Of a server, to be announced. */
  default List<Signer> announcedHostKeys() {
    return List.of();
  }

  void ended(Ending ending);

  static Application of(ClientApplication client) {
    return new Application() {
      @Override
      public AuthState login(TransportOptions options, Transport transport) {
        UserCredentials credentials = client.credentials();
        return AuthState.client(
            new ClientAuthOptions(
                credentials,
                client.host(),
                options.userKeyAlgorithms(),
                () -> transport.peerExtensions().serverSignatureAlgorithms(),
                () -> credentials.bindsToHost() && transport.peerExtensions().takesHostBound()),
            transport.sessionIdentity());
      }

      @Override
      public void authenticated(Connection connection, String user, String method) {
        client.authenticated(connection);
      }

      @Override
      public void opening(IncomingChannel channel) {
        client.opening(channel);
      }

      @Override
      public void keysAgreed(Negotiated negotiated, PublicKey hostKey) {
        client.keysAgreed(negotiated, hostKey);
      }

      @Override
      public void debug(String message) {
        client.debug(message);
      }

      @Override
      public void globalRequest(IncomingRequest request) {
        client.globalRequest(request);
      }

      @Override
      public void ended(Ending ending) {
        client.ended(ending);
      }
    };
  }

  static Application of(ProxiedApplication proxied) {
    return new Application() {
      @Override
      public AuthState login(TransportOptions options, Transport transport) {
        throw new AssertionError("the master has logged in");
      }

      @Override
      public void authenticated(Connection connection, String user, String method) {
        proxied.started(connection);
      }

      @Override
      public void opening(IncomingChannel channel) {
        proxied.opening(channel);
      }

      @Override
      public void globalRequest(IncomingRequest request) {
        request.fail();
      }

      @Override
      public void keysAgreed(Negotiated negotiated, PublicKey hostKey) {}

      @Override
      public void debug(String message) {}

      @Override
      public void ended(Ending ending) {}
    };
  }

  static Application of(ServerApplication server) {
    return new Application() {
      @Override
      public AuthState login(TransportOptions options, Transport transport) {
        return AuthState.server(
            new ServerAuthOptions(
                server.authenticator(),
                options.userKeyAlgorithms(),
                options.authenticationAttempts()),
            transport.sessionIdentity());
      }

      @Override
      public void authenticated(Connection connection, String user, String method) {
        server.authenticated(connection, user, method);
      }

      @Override
      public void opening(IncomingChannel channel) {
        server.opening(channel);
      }

      @Override
      public void globalRequest(IncomingRequest request) {
        server.globalRequest(request);
      }

      @Override
      public ServiceClasses serviceClasses() {
        return server.serviceClasses();
      }

      @Override
      public List<Signer> announcedHostKeys() {
        return server.announcedHostKeys();
      }

      @Override
      public void keysAgreed(Negotiated negotiated, PublicKey hostKey) {
        server.keysAgreed(negotiated, hostKey);
      }

      @Override
      public void debug(String message) {}

      @Override
      public void identified(IdentificationString peer) {
        server.identified(peer);
      }

      @Override
      public void carried(long received, long sent) {
        server.carried(received, sent);
      }

      @Override
      public void ended(Ending ending) {
        server.ended(ending);
      }
    };
  }
}
