package org.sshlite.protocol.auth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.auth.ServerAnswer.Outcome;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Dialogue;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.ServiceAccept;
import org.sshlite.protocol.message.ServiceRequest;
import org.sshlite.protocol.message.UserauthBanner;
import org.sshlite.protocol.message.UserauthFailure;
import org.sshlite.protocol.message.UserauthInfoResponse;
import org.sshlite.protocol.message.UserauthMethodMessage;
import org.sshlite.protocol.message.UserauthPasswdChangereq;
import org.sshlite.protocol.message.UserauthRequest;
import org.sshlite.protocol.message.UserauthSuccess;
import org.sshlite.protocol.transport.SessionIdentity;

/** The server side of user authentication, RFC 4252. */
sealed interface ServerAuth extends AuthState {
  /** Requests of one connection, failed or not, as many as OpenSSH answers. */
  int MAXIMUM_REQUESTS = 1024;

  /** UTF-16 units; more than any directory's names have. */
  int MAXIMUM_USER = 255;

  /** What stays the same during one authentication. */
  record Context(ServerAuthOptions options, SessionIdentity session) {}

  /**
   * What came so far.
   *
   * @param user of all requests; null before the first
   * @param methods those that can continue; null before the first request is decided
   * @param keys those that took part in a partial success, without their certificates
   */
  record Progress(
      @Nullable String user,
      @Nullable NameList methods,
      List<PublicKey> keys,
      int requests,
      int failures) {
    static final Progress NONE = new Progress(null, null, List.of(), 0, 0);

    Progress request(String of) {
      return new Progress(of, methods, keys, requests + 1, failures);
    }

    Progress methods(NameList now) {
      return new Progress(user, now, keys, requests, failures);
    }

    Progress partial(NameList now, @Nullable PublicKey with) {
      List<PublicKey> used = new ArrayList<>(keys);
      if (with != null) {
        used.add(with);
      }
      return new Progress(user, now, List.copyOf(used), requests, failures);
    }

    Progress failure() {
      return new Progress(user, methods, keys, requests, failures + 1);
    }
  }

  /** No service was requested yet. */
  record AwaitService(Context context) implements ServerAuth {}

  /** A request may come. */
  record AwaitRequest(Context context, Progress progress) implements ServerAuth {}

  /** A request is being decided; decoding pauses, so pipelined ones are answered in order. */
  record Deciding(Context context, Progress progress, String method) implements ServerAuth {}

  /** The client is asked within a method; its answers may come, or another request. */
  record AwaitAnswers(
      Context context,
      Progress progress,
      String method,
      Dialogue<AuthDecision> dialogue,
      int prompts)
      implements ServerAuth {}

  /** The user is authenticated. */
  record Authenticated() implements ServerAuth {}

  /** A state together with what happened in it. */
  record At(ServerAuth state, AuthEvent event) {}

  @Override
  default Step on(AuthEvent event) throws RefusedException {
    return switch (new At(this, event)) {
      case At(AwaitService(var context), AuthEvent.Received(ServiceRequest(var service))) ->
          accept(service, new AwaitRequest(context, Progress.NONE));
      // some clients request the service anew before each method
      case At(AwaitRequest state, AuthEvent.Received(ServiceRequest(var service))) ->
          accept(service, state);
      case At(AwaitRequest state, AuthEvent.Received(UserauthRequest request)) ->
          decide(state.context(), state.progress(), request, null);
      case At(AwaitAnswers state, AuthEvent.Received(UserauthMethodMessage message))
          when message.number() == UserauthInfoResponse.NUMBER ->
          answered(state, message);
      // RFC 4256 §3.1: another request means that the one before is abandoned
      case At(AwaitAnswers state, AuthEvent.Received(UserauthRequest request)) ->
          turnTo(state, request);
      case At(Deciding state, ServerAnswer answer) -> answer(state, answer);
      // RFC 4252 §5.1: what was pipelined behind the request that succeeded is ignored silently
      case At(Authenticated state, AuthEvent.Received(UserauthRequest request)) ->
          new Step(state, new AuthAction.Erase(request));
      case At(_, AuthEvent.Received(var message)) -> throw outOfTurn(message);
      default -> throw new AssertionError("our own event came out of turn: " + event);
    };
  }

  /** RFC 4253 §10. */
  private static Step accept(String service, ServerAuth next) throws RefusedException {
    if (!service.equals(SERVICE)) {
      throw new RefusedException(new Refusal.NoSuchService(service));
    }
    return new Step(next, new AuthAction.Send(new ServiceAccept(service)));
  }

  private static Step decide(
      Context context,
      Progress progress,
      UserauthRequest request,
      @Nullable Dialogue<AuthDecision> abandoned)
      throws RefusedException {
    try {
      check(context, progress, request);
    } catch (RefusedException e) {
      request.close();
      throw e;
    }
    ServerDecision decision = new ServerDecision(context, progress, request, abandoned);
    return new Step(
        new Deciding(context, progress.request(request.user()), request.method().listedName()),
        new AuthAction.Ask(decision::decide));
  }

  private static void check(Context context, Progress progress, UserauthRequest request)
      throws RefusedException {
    if (progress.requests() >= MAXIMUM_REQUESTS) {
      throw tooMany();
    }
    if (progress.failures() >= context.options().maximumFailures()) {
      throw tooMany();
    }
    if (request.user().length() > MAXIMUM_USER) {
      throw new RefusedException(new Refusal.UserNameTooLong(request.user()));
    }
    if (progress.user() != null && !progress.user().equals(request.user())) {
      throw new RefusedException(new Refusal.UserChanged(progress.user(), request.user()));
    }
    if (!request.service().equals(NEXT_SERVICE)) {
      throw new RefusedException(new Refusal.NoSuchService(request.service()));
    }
    // as OpenSSH: who means another host is in the wrong place, or somebody stands in between
    if (request.method() instanceof AuthMethod.PublicKey(_, _, byte[] hostKey, _)
        && hostKey != null
        && !Arrays.equals(hostKey, context.session().hostKey())) {
      throw new RefusedException(
          new Refusal.Malformed(
              "SSH_MSG_USERAUTH_REQUEST", "server host key", "not the one of this connection"));
    }
  }

  private static Step answered(AwaitAnswers state, UserauthMethodMessage message)
      throws RefusedException {
    UserauthInfoResponse response;
    try {
      response = message.infoResponse();
    } catch (MalformedException e) {
      state.abandon();
      throw new RefusedException(e);
    }
    Deciding deciding = new Deciding(state.context(), state.progress(), state.method());
    boolean good =
        response.responses().size() == state.prompts()
            && response.responses().stream().allMatch(ServerDecision::isAnswer);
    if (!good) {
      // RFC 4256 §3.4: a wrong number of responses is a failure
      response.close();
      state.abandon();
    }
    Dialogue<AuthDecision> dialogue = state.dialogue();
    return new Step(
        deciding,
        new AuthAction.Ask(
            () -> {
              Dialogue.Turn<AuthDecision> turn =
                  good ? dialogue.answer(new Answers(response.responses())) : dialogue.awaitEnd();
              return ServerAnswer.told(
                  state.context().options().authenticator(),
                  user(state.progress()),
                  methods(state.progress()),
                  "",
                  ServerDecision.of(turn, dialogue));
            }));
  }

  /** The attempt that is abandoned has failed: its questions may have told something. */
  private static Step turnTo(AwaitAnswers state, UserauthRequest request) throws RefusedException {
    state.abandon();
    Progress failed;
    try {
      failed = failed(state.context(), state.method(), state.progress());
    } catch (RefusedException e) {
      request.close();
      throw e;
    }
    return decide(state.context(), failed, request, state.dialogue());
  }

  @Override
  default void abandon() {
    if (this instanceof AwaitAnswers state) {
      state.dialogue().abandon();
    }
  }

  private static Step answer(Deciding state, ServerAnswer answer) throws RefusedException {
    Context context = state.context();
    Progress progress = state.progress().methods(answer.methods());
    List<AuthAction> actions = new ArrayList<>();
    if (!answer.banner().isEmpty()) {
      actions.add(new AuthAction.Send(new UserauthBanner(answer.banner(), "")));
    }
    ServerAuth next =
        switch (answer.outcome()) {
          case Outcome.Success() -> {
            actions.add(new AuthAction.Send(new UserauthSuccess()));
            actions.add(new AuthAction.Succeeded(user(progress), state.method()));
            yield new Authenticated();
          }
          case Outcome.Partial(var methods, var key) -> {
            actions.add(new AuthAction.Send(new UserauthFailure(methods, true)));
            yield new AwaitRequest(context, progress.partial(methods, key));
          }
          case Outcome.KeyOk(var message) -> {
            actions.add(new AuthAction.Send(message));
            yield new AwaitRequest(context, progress);
          }
          case Outcome.Ask(var challenge, var dialogue) -> {
            actions.add(new AuthAction.Send(challenge.message()));
            yield new AwaitAnswers(
                context, progress, state.method(), dialogue, challenge.prompts().size());
          }
          // counted as a failure, or a client could have passwords checked without an end
          case Outcome.ChangePassword(var prompt) -> {
            Progress failed = failed(context, state.method(), progress);
            actions.add(new AuthAction.Send(new UserauthPasswdChangereq(prompt, "")));
            yield new AwaitRequest(context, failed);
          }
          case Outcome.Denied() -> {
            actions.add(new AuthAction.Refuse(Refusal.ACCESS_DENIED));
            yield new AwaitRequest(context, progress);
          }
          case Outcome.Failure() -> {
            Progress failed = failed(context, state.method(), progress);
            actions.add(new AuthAction.Send(new UserauthFailure(answer.methods(), false)));
            yield new AwaitRequest(context, failed);
          }
        };
    return new Step(next, actions);
  }

  /** OpenSSH's count: a first "none" only asks for the methods, RFC 4252 §5.2. */
  private static Progress failed(Context context, String method, Progress progress)
      throws RefusedException {
    if (progress.requests() == 1 && method.equals(AuthMethod.None.NAME)) {
      return progress;
    }
    Progress failed = progress.failure();
    if (failed.failures() >= context.options().maximumFailures()) {
      throw tooMany();
    }
    return failed;
  }

  private static NameList methods(Progress progress) {
    if (progress.methods() == null) {
      throw new AssertionError("asked without a request");
    }
    return progress.methods();
  }

  private static String user(Progress progress) {
    if (progress.user() == null) {
      throw new AssertionError("authenticated without a request");
    }
    return progress.user();
  }

  private static RefusedException tooMany() {
    return new RefusedException(Refusal.TOO_MANY_FAILURES);
  }

  private RefusedException outOfTurn(Message message) {
    String state =
        switch (this) {
          case AwaitService _ -> "a service request is awaited";
          case AwaitRequest _ -> "an authentication request is awaited";
          case Deciding _ -> "an authentication request is decided";
          case AwaitAnswers(_, _, var method, _, _) -> "answers to \"" + method + "\" are awaited";
          case Authenticated _ -> "the user is authenticated";
        };
    return OutOfTurn.of(message, state);
  }
}
