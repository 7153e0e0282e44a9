package org.sshlite.protocol.auth;

import java.util.concurrent.Callable;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.Refusal;
import org.sshlite.protocol.message.SecretMessage;

/** What user authentication wants done. */
public sealed interface AuthAction {
  /** Makes a payload of the message before the next action is done, and sends it in its turn. */
  record Send(Message message) implements AuthAction {}

  /** Closes a message that was sent or is not wanted: what is secret in it is not needed. */
  record Erase(SecretMessage message) implements AuthAction {}

  /** Runs off the loop; its answer is the next event. Decoding pauses meanwhile. */
  record Ask(Callable<AuthEvent.Answer> question) implements AuthAction {}

  /** Ends the connection, once what stands before it is on its way. */
  record Refuse(Refusal refusal) implements AuthAction {}

  /** The user is authenticated, by the method that succeeded last: the connection may start. */
  record Succeeded(String user, String method) implements AuthAction {}
}
