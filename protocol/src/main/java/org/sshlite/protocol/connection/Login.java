package org.sshlite.protocol.connection;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.auth.AuthAction;
import org.sshlite.protocol.auth.AuthEvent;
import org.sshlite.protocol.auth.AuthState;
import org.sshlite.protocol.message.AuthMessage;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.TransportMessage;
import org.sshlite.protocol.transport.InboundPayload;
import org.sshlite.protocol.transport.Role;
import org.sshlite.protocol.transport.Transport;

/**
 * Drives user authentication from the first keys to the authenticated user, RFC 4252, either role.
 * Loop only.
 */
final class Login {
  private static final System.Logger LOG = System.getLogger("auth");

  private final Transport transport;
  private final Role role;
  private final Supplier<AuthState> initial;
  private final BiConsumer<String, String> succeeded;
  private @Nullable AuthState state;

  /**
   * @param initial the first state; asked for when there are keys
   * @param succeeded told the user and the method, when the peer knows or has said so
   */
  Login(
      Transport transport,
      Role role,
      Supplier<AuthState> initial,
      BiConsumer<String, String> succeeded) {
    this.transport = transport;
    this.role = role;
    this.initial = initial;
    this.succeeded = succeeded;
  }

  /** There are keys: the service may be requested. */
  void start() throws RefusedException {
    state = initial.get();
    if (role.isClient()) {
      on(new AuthEvent.Start());
    }
  }

  /** A service or authentication message. */
  void received(InboundPayload payload) throws RefusedException, MalformedException {
    Message message;
    try {
      message = read(payload.number(), payload);
    } finally {
      // a request may carry a password: the message has its own copy, which is erased after use
      transport.wipePayload();
    }
    if (message == null) {
      transport.unimplemented();
    } else {
      on(new AuthEvent.Received(message));
    }
  }

  private static @Nullable Message read(int number, InboundPayload payload)
      throws MalformedException {
    return number < 50
        ? TransportMessage.read(number, payload.reader()).orElse(null)
        : AuthMessage.read(number, payload.reader()).orElse(null);
  }

  private void on(AuthEvent event) throws RefusedException {
    if (state == null) {
      throw new AssertionError("authentication before there are keys");
    }
    AuthState.Step step = state.on(event);
    state = step.next();
    for (AuthAction action : step.actions()) {
      perform(action);
    }
  }

  /** The connection is over. */
  void end() {
    if (state != null) {
      state.abandon();
    }
  }

  private void perform(AuthAction action) throws RefusedException {
    switch (action) {
      case AuthAction.Send(var message) -> transport.send(message);
      case AuthAction.Erase(var message) -> message.close();
      case AuthAction.Ask(var question) -> transport.ask(question, this::on);
      case AuthAction.Refuse(var refusal) -> throw new RefusedException(refusal);
      case AuthAction.Succeeded(var user, var method) -> {
        if (role.isClient()) {
          LOG.log(System.Logger.Level.DEBUG, "Authentication succeeded (" + method + ").");
        }
        succeeded.accept(user, method);
      }
    }
  }
}
