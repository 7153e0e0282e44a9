package org.sshlite.protocol.auth;

import java.util.List;
import java.util.Set;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.protocol.transport.SessionIdentity;

/** The client side of user authentication, RFC 4252, less what is a method's own. */
sealed interface ClientAuth extends AuthState {
  /** The methods that can be tried; "none" comes first by itself. */
  Set<String> METHODS =
      Set.of(
          AuthMethod.PublicKey.NAME, AuthMethod.KeyboardInteractive.NAME, AuthMethod.Password.NAME);

  /** What stays the same during one authentication. */
  record Context(ClientAuthOptions options, SessionIdentity session) {}

  /** Nothing happened yet. */
  record Idle(Context context) implements ClientAuth {}

  /** The service is requested; the credentials say who is to log in. */
  record Preparing(Context context) implements ClientAuth {}

  /** The service is requested. */
  record AwaitService(ClientLogin login) implements ClientAuth {}

  /** A method is tried. */
  record Trying(ClientLogin login, ClientAttempt attempt) implements ClientAuth {}

  /** The server's banner is shown. */
  record ShowingBanner(Trying then) implements ClientAuth {}

  /** The user is authenticated. */
  record Authenticated() implements ClientAuth {}

  /** A state together with what happened in it. */
  record At(ClientAuth state, AuthEvent event) {}

  @Override
  default Step on(AuthEvent event) throws RefusedException {
    return switch (new At(this, event)) {
      case At(Idle(var context), AuthEvent.Start()) -> start(context);
      case At(Preparing(var context), ClientAnswer.Prepared prepared) ->
          new Step(new AwaitService(login(context, prepared)));
      case At(AwaitService(var login), AuthEvent.Received(ServiceAccept(var service))) ->
          accepted(login, service);

      case At(Trying state, AuthEvent.Received(UserauthBanner(var message, _)))
          when state.attempt().isOut() ->
          banner(state, message);
      case At(ShowingBanner(var then), ClientAnswer.BannerShown()) -> new Step(then);

      case At(Trying(var login, var attempt), AuthEvent.Received(UserauthFailure failure))
          when attempt.isOut() ->
          failed(login, attempt, failure);
      case At(Trying(var login, var attempt), AuthEvent.Received(UserauthSuccess()))
          when attempt.maySucceed() ->
          new Step(new Authenticated(), new AuthAction.Succeeded(login.user(), attempt.method()));
      case At(Trying(var login, var attempt), _) -> attempt.on(login, event);

      case At(_, AuthEvent.Received(var message)) -> throw outOfTurn(message);
      default -> throw new AssertionError("our own event came out of turn: " + event);
    };
  }

  private static Step start(Context context) {
    UserCredentials credentials = context.options().credentials();
    return new Step(
        new Preparing(context),
        new AuthAction.Send(new ServiceRequest(SERVICE)),
        new AuthAction.Ask(() -> ClientQuestions.prepare(credentials)));
  }

  private static ClientLogin login(Context context, ClientAnswer.Prepared prepared) {
    List<String> methods = prepared.methods().stream().filter(METHODS::contains).toList();
    return new ClientLogin(context, prepared.user(), new ClientProgress(methods));
  }

  private static Step accepted(ClientLogin login, String service) throws RefusedException {
    if (!service.isEmpty() && !service.equals(SERVICE)) {
      throw new RefusedException(
          new Refusal.Malformed("SSH_MSG_SERVICE_ACCEPT", "service name", "not the one requested"));
    }
    return NoneAttempt.start(login);
  }

  private static Step failed(ClientLogin login, ClientAttempt attempt, UserauthFailure failure)
      throws RefusedException {
    if (failure.partialSuccess()) {
      login.credentials().partialSuccess(attempt.method());
    }
    return login.progress(login.progress().canContinue(failure.methods())).next();
  }

  private static Step banner(Trying state, String message) throws RefusedException {
    ClientLogin login = state.login();
    ClientLogin now = login.progress(login.progress().banner(message));
    return new Step(
        new ShowingBanner(new Trying(now, state.attempt())),
        new AuthAction.Ask(() -> ClientQuestions.banner(now.credentials(), message)));
  }

  private RefusedException outOfTurn(Message message) {
    String state =
        switch (this) {
          case Idle _ -> "the key exchange runs";
          case Preparing _, AwaitService _ -> "the service is requested";
          case Trying(_, var attempt) -> attempt.describe();
          case ShowingBanner _ -> "no authentication request is out";
          case Authenticated _ -> "the user is authenticated";
        };
    return OutOfTurn.of(message, state);
  }
}
