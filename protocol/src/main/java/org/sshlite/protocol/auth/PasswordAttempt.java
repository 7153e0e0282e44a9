package org.sshlite.protocol.auth;

import org.jspecify.annotations.Nullable;
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

  /** The password is to be changed: the new one is asked for. */
  record Changing() implements PasswordAttempt {}

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
          password.isPresent() ? send(login, password.get(), null) : login.usedUp(method());
      case At(Sent _, AuthEvent.Received(UserauthMethodMessage message))
          when message.number() == UserauthPasswdChangereq.NUMBER ->
          expired(login, message);
      case At(Changing _, ClientAnswer.NewPassword(var change)) ->
          change.isPresent()
              ? send(login, change.get().password(), change.get().newPassword())
              : login.usedUp(method());
      default -> throw login.unexpected(this, event);
    };
  }

  private static AuthState.Step send(
      ClientLogin login, SecretBytes password, @Nullable SecretBytes newPassword)
      throws RefusedException {
    AuthMethod.Password method = new AuthMethod.Password(password, newPassword);
    try {
      return login.request(method, new Sent());
    } catch (RefusedException e) {
      method.close();
      throw e;
    }
  }

  /** A password may be too old to log in with, or the new one not good enough. */
  private static AuthState.Step expired(ClientLogin login, UserauthMethodMessage message)
      throws RefusedException {
    String prompt;
    try {
      prompt = message.passwdChangereq().prompt();
    } catch (MalformedException e) {
      throw new RefusedException(e);
    }
    return login.ask(
        new Changing(),
        () -> new ClientAnswer.NewPassword(login.credentials().changePassword(prompt)));
  }
}
