package org.sshlite.protocol.auth;

import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.message.AuthMethod;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.UserauthInfoRequest;
import org.sshlite.protocol.message.UserauthInfoResponse;
import org.sshlite.protocol.message.UserauthMethodMessage;

/** "keyboard-interactive", RFC 4256, of a client: as many rounds as the server likes. */
sealed interface KeyboardInteractiveAttempt extends ClientAttempt {
  /** The credentials say whether to begin, and by what. */
  record Choosing() implements KeyboardInteractiveAttempt {}

  /** The server has the request, or answers. */
  record Sent() implements KeyboardInteractiveAttempt {}

  /** The credentials answer a round of {@code prompts} questions. */
  record Answering(int prompts) implements KeyboardInteractiveAttempt {}

  /** An attempt together with what happened in it. */
  record At(KeyboardInteractiveAttempt attempt, AuthEvent event) {}

  static AuthState.Step start(ClientLogin login) throws RefusedException {
    ClientProgress before = login.progress();
    if (before.dialogues() > 0 && before.rounds() == 0) {
      // as OpenSSH: a server that has refused without a question has none
      return login.usedUp(AuthMethod.KeyboardInteractive.NAME);
    }
    ClientLogin begun = login.progress(before.dialogueBegun());
    int attempt = begun.progress().dialogues();
    return begun.ask(
        new Choosing(), () -> new ClientAnswer.Submethods(login.credentials().submethods(attempt)));
  }

  @Override
  default String method() {
    return AuthMethod.KeyboardInteractive.NAME;
  }

  @Override
  default boolean isOut() {
    return this instanceof Sent;
  }

  @Override
  default AuthState.Step on(ClientLogin login, AuthEvent event) throws RefusedException {
    return switch (new At(this, event)) {
      case At(Choosing _, ClientAnswer.Submethods(var names)) ->
          names.isPresent()
              ? login.request(new AuthMethod.KeyboardInteractive(names.get()), new Sent())
              : login.usedUp(method());
      case At(Sent _, AuthEvent.Received(UserauthMethodMessage message))
          when message.number() == UserauthInfoRequest.NUMBER ->
          round(login, message);
      case At(Answering(var prompts), ClientAnswer.Answered(var answers)) ->
          answers.isPresent() ? send(login, prompts, answers.get()) : login.usedUp(method());
      default -> throw login.unexpected(this, event);
    };
  }

  private static AuthState.Step round(ClientLogin login, UserauthMethodMessage message)
      throws RefusedException {
    UserauthInfoRequest request;
    try {
      request = message.infoRequest();
    } catch (MalformedException e) {
      throw new RefusedException(e);
    }
    ClientLogin now = login.progress(login.progress().round());
    Challenge challenge = new Challenge(request.name(), request.instruction(), request.prompts());
    return now.ask(
        new Answering(request.prompts().size()),
        () -> new ClientAnswer.Answered(login.credentials().answer(challenge)));
  }

  private static AuthState.Step send(ClientLogin login, int prompts, Answers answers) {
    if (answers.texts().size() != prompts) {
      answers.close();
      throw new IllegalStateException("not an answer to each prompt");
    }
    UserauthInfoResponse response = new UserauthInfoResponse(answers.texts());
    return new AuthState.Step(
        new ClientAuth.Trying(login, new Sent()),
        new AuthAction.Send(response),
        new AuthAction.Erase(response));
  }
}
