package org.sshlite.protocol.auth;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.UserauthRequest;

/** One user's login at a client: who, how far it is, and the steps that every method takes. */
record ClientLogin(ClientAuth.Context context, String user, ClientProgress progress) {
  ClientLogin progress(ClientProgress now) {
    return new ClientLogin(context, user, now);
  }

  UserCredentials credentials() {
    return context.options().credentials();
  }

  /** Sends a request, whose secrets are erased at once. */
  AuthState.Step request(AuthMethod method, ClientAttempt attempt) throws RefusedException {
    ClientLogin now = progress(progress.request());
    UserauthRequest request = new UserauthRequest(user, AuthState.NEXT_SERVICE, method);
    return new AuthState.Step(
        new ClientAuth.Trying(now, attempt),
        new AuthAction.Send(request),
        new AuthAction.Erase(request));
  }

  /** Asks the credentials, off the loop. */
  AuthState.Step ask(ClientAttempt attempt, Callable<AuthEvent.Answer> question) {
    return new AuthState.Step(new ClientAuth.Trying(this, attempt), new AuthAction.Ask(question));
  }

  /** Turns to the next method, or the same one with the next key or password. */
  AuthState.Step next() throws RefusedException {
    Optional<String> method = progress.nextMethod();
    if (method.isEmpty()) {
      throw progress.denied(user, context.options().host());
    }
    return switch (method.get()) {
      case AuthMethod.PublicKey.NAME -> PublicKeyAttempt.start(this);
      case AuthMethod.Password.NAME -> PasswordAttempt.start(this);
      case AuthMethod.KeyboardInteractive.NAME -> KeyboardInteractiveAttempt.start(this);
      default -> throw new AssertionError("not a method of ours: " + method.get());
    };
  }

  /** The method has nothing left to try. */
  AuthState.Step usedUp(String method) throws RefusedException {
    return progress(progress.withoutMethod(method)).next();
  }

  /** What to throw for an event that the attempt does not await. */
  RefusedException unexpected(ClientAttempt attempt, AuthEvent event) {
    if (event instanceof AuthEvent.Received(var message)) {
      return OutOfTurn.of(message, attempt.describe());
    }
    throw new AssertionError("our own event came out of turn: " + event);
  }
}
