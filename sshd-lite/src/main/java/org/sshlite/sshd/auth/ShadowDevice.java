package org.sshlite.sshd.auth;

import java.util.Optional;
import java.util.function.Consumer;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.sshd.login.LoginDevice;

/**
 * Asks for the password that "password" takes too, for one login: {@code
 * keyboard-interactive:passwords}. sshd without PAM offers the method and has nobody who asks, so
 * that clients which know no other stay outside.
 *
 * @param passwords what has come of one
 * @param right hears of the one that was
 */
record ShadowDevice(Judge passwords, Consumer<ShadowPasswords.Right> right) implements LoginDevice {
  private static final Challenge QUESTION = Challenge.secret("Password: ");

  /** Whether it is the password; empty when not. */
  interface Judge {
    Optional<ShadowPasswords.Right> judge(SecretBytes password);
  }

  @Override
  public String name() {
    return "passwords";
  }

  @Override
  public boolean authenticate(String user, Conversation conversation)
      throws ConversationEndedException {
    try (Answers answers = conversation.ask(QUESTION)) {
      Optional<ShadowPasswords.Right> judged = passwords.judge(answers.first());
      judged.ifPresent(right);
      return judged.isPresent();
    }
  }
}
