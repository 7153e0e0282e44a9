package org.sshlite.sshd.session;

import java.util.Optional;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.sshd.account.Actor;

/** What a session asks of its connection to be forwarded to the client. Methods may wait. */
public interface SessionForwards {
  /** Nothing is. */
  SessionForwards NONE =
      new SessionForwards() {
        @Override
        public boolean agent() {
          return false;
        }

        @Override
        public Optional<String> agentSocket() {
          return Optional.empty();
        }

        @Override
        public Optional<Display> display(SessionRequest.X11Request request) {
          return Optional.empty();
        }
      };

  /** Forwards the client's agent to all sessions of the connection, if that is permitted. */
  boolean agent();

  /** Where the forwarded agent is reached, for SSH_AUTH_SOCK. */
  Optional<String> agentSocket();

  /** Forwards the client's X display to one session, if that is permitted, RFC 4254 §6.3. */
  Optional<Display> display(SessionRequest.X11Request request);

  /** A forwarded display. Closing it takes no more X clients. */
  interface Display extends AutoCloseable {
    /** For DISPLAY. */
    String name();

    /** The name of the protocol and the cookie, for a script of the user's: a line. */
    String authorization();

    /** Gives the session's X clients their cookie, by xauth. Waits for it. */
    void authorize(Actor actor);

    @Override
    void close();
  }
}
