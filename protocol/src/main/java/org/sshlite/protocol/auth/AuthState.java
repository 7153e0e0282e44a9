package org.sshlite.protocol.auth;

import java.util.List;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.transport.SessionIdentity;

/**
 * Where the user authentication of one connection stands, RFC 4252, either role: no socket, no
 * clock, no thread. Who drives it feeds it what comes in, one event at a time, and does what it
 * wants done.
 */
public sealed interface AuthState permits ServerAuth, ClientAuth {
  /** The service that RFC 4252 defines. */
  String SERVICE = "ssh-userauth";

  /** The service that users are authenticated for, RFC 4254. */
  String NEXT_SERVICE = "ssh-connection";

  /** A next state and what is to be done, in order. */
  record Step(AuthState next, List<AuthAction> actions) {
    public Step {
      actions = List.copyOf(actions);
    }

    Step(AuthState next, AuthAction... actions) {
      this(next, List.of(actions));
    }
  }

  /** A server that waits for the service to be requested. */
  static AuthState server(ServerAuthOptions options, SessionIdentity session) {
    return new ServerAuth.AwaitService(new ServerAuth.Context(options, session));
  }

  /** A client that waits for {@link AuthEvent.Start}. */
  static AuthState client(ClientAuthOptions options, SessionIdentity session) {
    return new ClientAuth.Idle(new ClientAuth.Context(options, session));
  }

  /**
   * @throws RefusedException when the state does not accept the event, a limit is reached, or no
   *     method is left
   */
  Step on(AuthEvent event) throws RefusedException;

  /** The connection is over: nobody has to wait for the peer any more. */
  default void abandon() {}
}
