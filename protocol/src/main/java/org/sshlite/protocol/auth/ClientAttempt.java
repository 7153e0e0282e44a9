package org.sshlite.protocol.auth;

import org.sshlite.protocol.message.RefusedException;

/**
 * How far a client is within one authentication method. Each method is a few such states, which
 * move on by themselves; what all have in common, success and failure, is {@link ClientAuth}'s.
 */
sealed interface ClientAttempt
    permits NoneAttempt, PublicKeyAttempt, PasswordAttempt, KeyboardInteractiveAttempt {
  String method();

  /** Whether the server has to answer; else the credentials have, and the server to be silent. */
  boolean isOut();

  /** Whether SSH_MSG_USERAUTH_SUCCESS may be the answer. */
  default boolean maySucceed() {
    return isOut();
  }

  /** What is awaited, for a refusal. */
  default String describe() {
    return isOut() ? "\"" + method() + "\" is tried" : "no authentication request is out";
  }

  /** What is the method's own: messages of numbers 60 to 79, and what the credentials answer. */
  AuthState.Step on(ClientLogin login, AuthEvent event) throws RefusedException;
}
