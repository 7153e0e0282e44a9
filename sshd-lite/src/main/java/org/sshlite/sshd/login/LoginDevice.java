package org.sshlite.sshd.login;

import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;

/**
 * What asks a person who wants to log in, in the "keyboard-interactive" method (RFC 4256): for a
 * password, a code, whatever it likes. One object for all logins; called on virtual threads,
 * several at once, each for one login; may block for as long as the person thinks.
 */
public interface LoginDevice {
  /** As in {@code AuthenticationMethods publickey,keyboard-interactive:NAME}: {@code totp}. */
  String name();

  /**
   * Asks, and decides.
   *
   * <p>For a user who does not exist it asks the same questions, and takes as long. Answers are to
   * be closed once they are compared.
   *
   * @param user the name as it came, not escaped
   * @return whether it is that user
   * @throws ConversationEndedException when nobody answers: to be let through
   */
  boolean authenticate(String user, Conversation conversation) throws ConversationEndedException;

  /**
   * Whether it is too little to log in with by itself: then it is asked only where a list of
   * methods names it.
   */
  default boolean isSecondStep() {
    return false;
  }
}
