package org.sshlite.protocol.auth;

import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.NameList;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Dialogue;
import org.sshlite.protocol.message.UserauthPkOk;
import org.sshlite.protocol.transport.Transport;

/**
 * What a server decided about one request.
 *
 * @param methods those that could continue before this request
 * @param banner to be sent before the answer; empty for none
 */
record ServerAnswer(NameList methods, String banner, Outcome outcome)
    implements AuthEvent.Answer, Transport.Discardable {
  /**
   * With what the application has to say of it.
   *
   * @param banner to be sent before
   */
  static ServerAnswer told(
      UserAuthenticator users, String user, NameList methods, String banner, Outcome outcome) {
    if (outcome instanceof Outcome.Ask) {
      return new ServerAnswer(methods, banner, outcome); // nothing is decided yet
    }
    return new ServerAnswer(
        methods,
        banner + users.notice(user).orElse(""),
        users.denies(user) ? new Outcome.Denied() : outcome);
  }

  /** The connection ended before the client could be asked. */
  @Override
  public void discard() {
    if (outcome instanceof Outcome.Ask(_, var dialogue)) {
      dialogue.abandon();
    }
  }

  /** The decision. */
  sealed interface Outcome {
    /** SSH_MSG_USERAUTH_SUCCESS. */
    record Success() implements Outcome {}

    /**
     * SSH_MSG_USERAUTH_FAILURE with partial success.
     *
     * @param key the one that took part in it; null for other methods
     */
    record Partial(NameList methods, @Nullable PublicKey key) implements Outcome {}

    /** SSH_MSG_USERAUTH_FAILURE. */
    record Failure() implements Outcome {}

    /** SSH_MSG_DISCONNECT: no request would let the user in. */
    record Denied() implements Outcome {}

    /** SSH_MSG_USERAUTH_PK_OK. */
    record KeyOk(UserauthPkOk message) implements Outcome {}

    /** SSH_MSG_USERAUTH_INFO_REQUEST, RFC 4256 §3.2: the method is not decided yet. */
    record Ask(Challenge challenge, Dialogue<AuthDecision> dialogue) implements Outcome {}

    /** SSH_MSG_USERAUTH_PASSWD_CHANGEREQ, RFC 4252 §8. */
    record ChangePassword(String prompt) implements Outcome {}
  }
}
