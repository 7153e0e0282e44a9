package org.sshlite.protocol.auth;

import org.sshlite.protocol.message.Message;

/** What moves user authentication on. */
public sealed interface AuthEvent {
  /** A client may request the service: the first key exchange is over. */
  record Start() implements AuthEvent {}

  /** SSH_MSG_SERVICE_REQUEST, SSH_MSG_SERVICE_ACCEPT, or a message of numbers 50 to 79. */
  record Received(Message message) implements AuthEvent {}

  /** What the question of an {@link AuthAction.Ask} answers. */
  sealed interface Answer extends AuthEvent permits ServerAnswer, ClientAnswer {}
}
