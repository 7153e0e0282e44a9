package org.sshlite.protocol.connection;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.Signer;
import org.sshlite.protocol.auth.AuthState;
import org.sshlite.protocol.auth.ClientAuthOptions;
import org.sshlite.protocol.auth.ServerAuthOptions;
import org.sshlite.protocol.message.GlobalRequestType;
import org.sshlite.protocol.transport.Negotiated;
import org.sshlite.protocol.transport.Transport;
import org.sshlite.protocol.transport.TransportOptions;

/** What both kinds of application have in common for a {@link Connection}. */
interface Application {
  /** The first state of the login; asked for when there are keys. */
  AuthState login(TransportOptions options, Transport transport);

  void authenticated(Connection connection, String user, String method);

  Optional<ChannelHandler> session(Channel channel, int open);

  void keysAgreed(Negotiated negotiated, PublicKey hostKey);

  void debug(String message);

  /** Of a server, to be announced. */
  default List<Signer> announcedHostKeys() {
    return List.of();
  }

  default void globalRequest(GlobalRequestType request) {}

  void ended(Ending ending);

  static Application of(ClientApplication client) {
    return new Application() {
      @Override
      public AuthState login(TransportOptions options, Transport transport) {
        return AuthState.client(
            new ClientAuthOptions(
                client.credentials(),
                client.host(),
                options.userKeyAlgorithms(),
                () -> transport.peerExtensions().serverSignatureAlgorithms()),
            transport.sessionIdentifier());
      }

      @Override
      public void authenticated(Connection connection, String user, String method) {
        client.authenticated(connection);
      }

      @Override
      public Optional<ChannelHandler> session(Channel channel, int open) {
        // a server has no business to open sessions on us, RFC 4254 §6.1
        return Optional.empty();
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
      public void globalRequest(GlobalRequestType request) {
        client.globalRequest(request);
      }

      @Override
      public void ended(Ending ending) {
        client.ended(ending);
      }
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
            transport.sessionIdentifier());
      }

      @Override
      public void authenticated(Connection connection, String user, String method) {
        server.authenticated(connection, user, method);
      }

      @Override
      public Optional<ChannelHandler> session(Channel channel, int open) {
        return server.session(channel, open);
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
      public void ended(Ending ending) {
        server.ended(ending);
      }
    };
  }
}
