package org.sshlite.protocol.auth;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPasswdChangereq;

/** "password", RFC 4252 §8, of a client. */
sealed interface PasswordAttempt extends ClientAttempt {
  /** A password is asked for. */
  record Choosing() implements PasswordAttempt {}

  /** The password is sent. */
  record Sent() implements PasswordAttempt {}

  /** An attempt together with what happened in it. */
  record At(PasswordAttempt attempt, AuthEvent event) {}

  static AuthState.Step start(ClientLogin login) {
    ClientLogin asked = login.progress(login.progress().passwordAsked());
    int attempt = asked.progress().passwords();
    return asked.ask(
        new Choosing(), () -> ClientQuestions.nextPassword(login.credentials(), attempt));
  }

  @Override
  default String method() {
    return AuthMethod.Password.NAME;
  }

  @Override
  default boolean isOut() {
    return this instanceof Sent;
  }

  @Override
  default AuthState.Step on(ClientLogin login, AuthEvent event) throws RefusedException {
    return switch (new At(this, event)) {
      case At(Choosing _, ClientAnswer.NextPassword(var password)) ->
          password.isPresent() ? send(login, password.get()) : login.usedUp(method());
      case At(Sent _, AuthEvent.Received(UserauthMethodMessage message))
          when message.number() == UserauthPasswdChangereq.NUMBER ->
          expired(login, message);
      default -> throw login.unexpected(this, event);
    };
  }

  private static AuthState.Step send(ClientLogin login, SecretBytes password)
      throws RefusedException {
    try {
      return login.request(new AuthMethod.Password(password, null), new Sent());
    } catch (RefusedException e) {
      password.close();
      throw e;
    }
  }

  /** A password may be too old to log in with. Changing it is not supported. */
  private static AuthState.Step expired(ClientLogin login, UserauthMethodMessage message)
      throws RefusedException {
    String prompt;
    try {
      prompt = message.passwdChangereq().prompt();
    } catch (MalformedException e) {
      throw new RefusedException(e);
    }
    String note =
        "The server wants a new password first, which has to be set in another way: " + prompt;
    return login.progress(login.progress().note(note)).usedUp(AuthMethod.Password.NAME);
  }
}
