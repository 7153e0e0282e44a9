package org.sshlite.protocol.conversation;

/**
 * A dialogue with the person who wants to log in, while a method decides about him: any number of
 * rounds, one after another. Used by one thread at a time, never by the event loop.
 */
public interface Conversation {
  /**
   * Asks, and waits until the answers are there: for as long as a person thinks.
   *
   * @return as many as there were prompts, each at most {@link #MAXIMUM_ANSWER} bytes of UTF-8
   *     without a NUL, maybe empty; the caller's to close
   * @throws ConversationEndedException when no answer will come: the client has turned to another
   *     method or is gone, or this was one round too many. Who gets it lets it through
   */
  Answers ask(Challenge challenge) throws ConversationEndedException;

  /** Bytes of one answer; longer ones are refused before anything is made of them. */
  int MAXIMUM_ANSWER = 1024;
}
