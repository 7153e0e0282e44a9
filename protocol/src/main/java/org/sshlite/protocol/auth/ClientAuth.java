package org.sshlite.protocol.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.ClientAnswer.Offer;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPasswdChangereq;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;

/** The client side of user authentication, RFC 4252. */
sealed interface ClientAuth extends AuthState {
  /** The methods that can be tried; "none" comes first by itself. */
  Set<String> METHODS = Set.of(AuthMethod.PublicKey.NAME, AuthMethod.Password.NAME);

  /** What stays the same during one authentication. */
  record Context(ClientAuthOptions options, byte[] sessionIdentifier) {
    UserCredentials credentials() {
      return options.credentials();
    }
  }

  /** One user's login: who, and how far it is. */
  record Login(Context context, String user, ClientProgress progress) {
    Login progress(ClientProgress now) {
      return new Login(context, user, now);
    }
  }

  /** Nothing happened yet. */
  record Idle(Context context) implements ClientAuth {}

  /** The service is requested; the credentials say who is to log in. */
  record Preparing(Context context) implements ClientAuth {}

  /** The service is requested. */
  record AwaitService(Login login) implements ClientAuth {}

  /** A request of ours is out. */
  record AwaitAnswer(Login login, Attempt attempt) implements ClientAuth {}

  /** The server's banner is shown. */
  record ShowingBanner(AwaitAnswer then) implements ClientAuth {}

  /** The credentials look for the next key. */
  record ChoosingKey(Login login) implements ClientAuth {}

  /** The server accepts a key, which signs. */
  record Signing(Login login, Offer offer) implements ClientAuth {}

  /** A password is asked for. */
  record ChoosingPassword(Login login) implements ClientAuth {}

  /** The user is authenticated. */
  record Authenticated() implements ClientAuth {}

  /** What a request of ours tries. */
  sealed interface Attempt {
    String method();

    record None() implements Attempt {
      @Override
      public String method() {
        return AuthMethod.None.NAME;
      }
    }

    /** The query form of "publickey". */
    record Query(Offer offer) implements Attempt {
      @Override
      public String method() {
        return AuthMethod.PublicKey.NAME;
      }
    }

    record Signature() implements Attempt {
      @Override
      public String method() {
        return AuthMethod.PublicKey.NAME;
      }
    }

    record Password() implements Attempt {
      @Override
      public String method() {
        return AuthMethod.Password.NAME;
      }
    }
  }

  /** A state together with what happened in it. */
  record At(ClientAuth state, AuthEvent event) {}

  @Override
  default Step on(AuthEvent event) throws RefusedException {
    return switch (new At(this, event)) {
      case At(Idle(var context), AuthEvent.Start()) -> start(context);
      case At(Preparing(var context), ClientAnswer.Prepared prepared) ->
          new Step(new AwaitService(login(context, prepared)));
      case At(AwaitService(var login), AuthEvent.Received(ServiceAccept(var service))) ->
          none(login, service);

      case At(AwaitAnswer state, AuthEvent.Received(UserauthBanner(var message, _))) ->
          banner(state, message);
      case At(ShowingBanner(var then), ClientAnswer.BannerShown()) -> new Step(then);

      case At(AwaitAnswer(var login, _), AuthEvent.Received(UserauthFailure failure)) ->
          next(login.progress(login.progress().canContinue(failure.methods())));
      case At(
              AwaitAnswer(var login, Attempt.Query(var offer)),
              AuthEvent.Received(UserauthMethodMessage message))
          when message.number() == UserauthPkOk.NUMBER ->
          keyOk(login, offer, message);
      case At(
              AwaitAnswer(var login, Attempt.Password()),
              AuthEvent.Received(UserauthMethodMessage message))
          when message.number() == UserauthPasswdChangereq.NUMBER ->
          passwordExpired(login, message);
      // RFC 4252 §7: a query is answered by PK_OK or FAILURE alone
      case At(AwaitAnswer(var login, var attempt), AuthEvent.Received(UserauthSuccess()))
          when !(attempt instanceof Attempt.Query) ->
          new Step(new Authenticated(), new AuthAction.Succeeded(login.user(), attempt.method()));

      case At(ChoosingKey(var login), ClientAnswer.NextKey(var offer)) ->
          offer.isPresent() ? query(login, offer.get()) : usedUp(login, AuthMethod.PublicKey.NAME);
      case At(Signing(var login, var offer), ClientAnswer.Signed(var signature)) ->
          signature.isPresent() ? signed(login, offer, signature.get()) : next(login);
      case At(ChoosingPassword(var login), ClientAnswer.NextPassword(var password)) ->
          password.isPresent()
              ? password(login, password.get())
              : usedUp(login, AuthMethod.Password.NAME);

      case At(_, AuthEvent.Received(var message)) -> throw outOfTurn(message);
      default -> throw new AssertionError("our own event came out of turn: " + event);
    };
  }

  private static Step start(Context context) {
    return new Step(
        new Preparing(context),
        new AuthAction.Send(new ServiceRequest(SERVICE)),
        new AuthAction.Ask(() -> ClientQuestions.prepare(context.credentials())));
  }

  private static Login login(Context context, ClientAnswer.Prepared prepared) {
    List<String> methods = prepared.methods().stream().filter(METHODS::contains).toList();
    return new Login(context, prepared.user(), new ClientProgress(methods));
  }

  /** RFC 4252 §5.2: "none" tells which methods can continue. */
  private static Step none(Login login, String service) throws RefusedException {
    if (!service.isEmpty() && !service.equals(SERVICE)) {
      throw malformed("SSH_MSG_SERVICE_ACCEPT", "service name", "not the one requested");
    }
    return request(login, new AuthMethod.None(), new Attempt.None());
  }

  private static Step request(Login login, AuthMethod method, Attempt attempt)
      throws RefusedException {
    Login now = login.progress(login.progress().request());
    UserauthRequest request = new UserauthRequest(login.user(), NEXT_SERVICE, method);
    return new Step(
        new AwaitAnswer(now, attempt), new AuthAction.Send(request), new AuthAction.Erase(request));
  }

  private static Step banner(AwaitAnswer state, String message) throws RefusedException {
    Login login = state.login();
    Login now = login.progress(login.progress().banner(message));
    return new Step(
        new ShowingBanner(new AwaitAnswer(now, state.attempt())),
        new AuthAction.Ask(() -> ClientQuestions.banner(now.context().credentials(), message)));
  }

  /** Turns to the next method, or the same one with the next key or password. */
  private static Step next(Login login) throws RefusedException {
    Context context = login.context();
    ClientAuthOptions options = context.options();
    Optional<String> method = login.progress().nextMethod();
    if (method.isEmpty()) {
      throw login.progress().denied(login.user(), options.host());
    }
    if (method.get().equals(AuthMethod.PublicKey.NAME)) {
      List<String> theirs = List.copyOf(options.serverSignatureAlgorithms().get());
      return new Step(
          new ChoosingKey(login),
          new AuthAction.Ask(
              () ->
                  ClientQuestions.nextKey(
                      context.credentials(), options.signatureAlgorithms(), theirs)));
    }
    Login asked = login.progress(login.progress().passwordAsked());
    int attempt = asked.progress().passwords();
    return new Step(
        new ChoosingPassword(asked),
        new AuthAction.Ask(() -> ClientQuestions.nextPassword(context.credentials(), attempt)));
  }

  private static Step usedUp(Login login, String method) throws RefusedException {
    return next(login.progress(login.progress().withoutMethod(method)));
  }

  private static Step query(Login login, Offer offer) throws RefusedException {
    AuthMethod method = new AuthMethod.PublicKey(offer.algorithm(), offer.blob(), null);
    return request(login, method, new Attempt.Query(offer));
  }

  /**
   * Signs for exactly the key and algorithm asked about, RFC 4252 §7. Which key is meant, its blob
   * says; npm's ssh2 names {@code ssh-rsa} in each answer about an RSA key.
   */
  private static Step keyOk(Login login, Offer offer, UserauthMethodMessage message)
      throws RefusedException {
    UserauthPkOk answer;
    try {
      answer = message.pkOk();
    } catch (MalformedException e) {
      throw new RefusedException(e);
    }
    if (!isAbout(offer, answer)) {
      throw malformed("SSH_MSG_USERAUTH_PK_OK", "public key", "not the one asked about");
    }
    byte[] data =
        SignedData.of(
            login.context().sessionIdentifier(), login.user(), offer.algorithm(), offer.blob());
    return new Step(
        new Signing(login, offer),
        new AuthAction.Ask(() -> ClientQuestions.sign(login.context().credentials(), offer, data)));
  }

  private static boolean isAbout(Offer offer, UserauthPkOk answer) {
    return SignatureAlgorithms.keyType(answer.algorithm())
            .equals(SignatureAlgorithms.keyType(offer.algorithm()))
        && Arrays.equals(answer.blob(), offer.blob());
  }

  private static Step signed(Login login, Offer offer, byte[] signature) throws RefusedException {
    return request(
        login,
        new AuthMethod.PublicKey(offer.algorithm(), offer.blob(), signature),
        new Attempt.Signature());
  }

  private static Step password(Login login, SecretBytes password) throws RefusedException {
    try {
      return request(login, new AuthMethod.Password(password, null), new Attempt.Password());
    } catch (RefusedException e) {
      password.close();
      throw e;
    }
  }

  /** RFC 4252 §8: a password may be too old to log in with. Changing it is not supported. */
  private static Step passwordExpired(Login login, UserauthMethodMessage message)
      throws RefusedException {
    String prompt;
    try {
      prompt = message.passwdChangereq().prompt();
    } catch (MalformedException e) {
      throw new RefusedException(e);
    }
    String note =
        "The server wants a new password first, which has to be set in another way: " + prompt;
    return usedUp(login.progress(login.progress().note(note)), AuthMethod.Password.NAME);
  }

  private static RefusedException malformed(String message, String field, String problem) {
    return new RefusedException(new Refusal.Malformed(message, field, problem));
  }

  private RefusedException outOfTurn(Message message) {
    if (message instanceof UserauthRequest request) {
      request.close();
    }
    String state =
        switch (this) {
          case Idle _ -> "the key exchange runs";
          case Preparing _, AwaitService _ -> "the service is requested";
          case AwaitAnswer(_, var attempt) -> "\"" + attempt.method() + "\" is tried";
          case ShowingBanner _, ChoosingKey _, Signing _, ChoosingPassword _ ->
              "no authentication request is out";
          case Authenticated _ -> "the user is authenticated";
        };
    return new RefusedException(new Refusal.OutOfTurn(message.number(), state));
  }
}
