package org.sshlite.protocol.auth;

import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.SecretMessage;
import org.sshlite.protocol.message.UserauthMethodMessage;

/** A message that the state does not accept: what is secret in it is erased. */
final class OutOfTurn {
  private OutOfTurn() {}

  /**
   * @param state what is awaited instead, for the refusal
   */
  static RefusedException of(Message message, String state) {
    switch (message) {
      case SecretMessage secret -> secret.close();
      case UserauthMethodMessage unread -> unread.wipe();
      default -> {}
    }
    return new RefusedException(new Refusal.OutOfTurn(message.number(), state));
  }
}
