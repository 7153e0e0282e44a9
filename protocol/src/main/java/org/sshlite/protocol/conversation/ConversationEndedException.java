package org.sshlite.protocol.conversation;

import java.io.IOException;

/** A {@link Conversation} that will not be answered any more. */
public final class ConversationEndedException extends IOException {
  private static final long serialVersionUID = 1L;

  ConversationEndedException(String message) {
    super(message);
  }
}
