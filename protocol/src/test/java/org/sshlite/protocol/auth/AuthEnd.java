package org.sshlite.protocol.auth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sshlite.crypto.wire.MalformedException;
import org.sshlite.crypto.wire.SshReader;
import org.sshlite.protocol.message.AuthMessage;
import org.sshlite.protocol.message.Message;
import org.sshlite.protocol.message.RefusedException;
import org.sshlite.protocol.message.TransportMessage;

/**
 * Drives one end: questions are answered at once, and what is sent is kept as it is on the wire.
 */
final class AuthEnd {
  private final ArrayDeque<byte[]> sent = new ArrayDeque<>();
  private AuthState state;
  private AuthAction.@Nullable Succeeded succeeded;

  AuthEnd(AuthState state) {
    this.state = state;
  }

  /** Takes an event, and the answers to all questions it leads to. */
  AuthEnd on(AuthEvent event) throws RefusedException {
    AuthState.Step step = state.on(event);
    state = step.next();
    for (AuthAction action : step.actions()) {
      switch (action) {
        case AuthAction.Send(var message) -> sent.add(message.payload());
        case AuthAction.Erase(var message) -> message.close();
        case AuthAction.Ask(var question) -> on(answer(question));
        case AuthAction.Refuse(var refusal) -> throw new RefusedException(refusal);
        case AuthAction.Succeeded done -> succeeded = done;
      }
    }
    return this;
  }

  private static AuthEvent answer(Callable<AuthEvent.Answer> question) {
    try {
      return question.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The connection is over. */
  void abandon() {
    state.abandon();
  }

  AuthEnd start() throws RefusedException {
    return on(new AuthEvent.Start());
  }

  /** Takes a message as it comes from the wire. */
  AuthEnd receive(Message message) throws RefusedException {
    return on(new AuthEvent.Received(read(message.payload())));
  }

  /** Takes a payload; one that is malformed is refused as it is on the wire. */
  AuthEnd receivePayload(byte[] payload) throws RefusedException {
    return on(new AuthEvent.Received(read(payload)));
  }

  static Message read(byte[] payload) throws RefusedException {
    SshReader in = new SshReader("message", payload);
    try {
      int number = in.uint8("number");
      return number < AuthMessage.FIRST_NUMBER
          ? TransportMessage.read(number, in).orElseThrow()
          : AuthMessage.read(number, in).orElseThrow();
    } catch (MalformedException e) {
      throw new RefusedException(e);
    }
  }

  /** What was sent since the last call. */
  List<Message> sent() throws RefusedException {
    List<Message> messages = new ArrayList<>();
    for (byte[] payload : sentPayloads()) {
      messages.add(read(payload));
    }
    return messages;
  }

  List<byte[]> sentPayloads() {
    List<byte[]> payloads = List.copyOf(sent);
    sent.clear();
    return payloads;
  }

  /** The only message sent since the last call. */
  Message onlySent() throws RefusedException {
    List<Message> messages = sent();
    if (messages.size() != 1) {
      throw new AssertionError("sent " + messages);
    }
    return messages.getFirst();
  }

  boolean hasSucceeded() {
    return succeeded != null;
  }

  /** User and method, once the user is authenticated. */
  AuthAction.@Nullable Succeeded succeeded() {
    return succeeded;
  }
}
