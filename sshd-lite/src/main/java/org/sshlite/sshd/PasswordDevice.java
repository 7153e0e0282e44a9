package org.sshlite.sshd;

import java.util.List;
import java.util.Optional;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.conversation.ConversationEndedException;
import org.sshlite.protocol.message.Prompt;
import org.sshlite.sshd.login.LoginDevice;

/**
 * Asks for the password of a directory: {@code keyboard-interactive:passwords}; and for a new one,
 * if it has expired.
 */
public record PasswordDevice(PasswordDirectory passwords) implements LoginDevice {
  private static final Challenge QUESTION = Challenge.secret("Password: ");

  /** New passwords that may be no good, one after another. */
  private static final int TRIES = 3;

  @Override
  public String name() {
    return "passwords";
  }

  @Override
  public boolean authenticate(String user, Conversation conversation)
      throws ConversationEndedException {
    try (Answers answers = conversation.ask(QUESTION)) {
      if (answers.first().length() == 0 || !passwords.matches(user, answers.first())) {
        return false;
      }
    }
    return !(passwords instanceof ExpiringPasswords expiring)
        || renew(user, expiring, conversation);
  }

  private static boolean renew(String user, ExpiringPasswords passwords, Conversation conversation)
      throws ConversationEndedException {
    Optional<String> problem = passwords.expired(user);
    for (int i = 0; problem.isPresent() && i < TRIES; i++) {
      Challenge challenge =
          new Challenge(
              "",
              problem.get(),
              List.of(
                  new Prompt("New password: ", false), new Prompt("Retype new password: ", false)));
      try (Answers answers = conversation.ask(challenge)) {
        problem = change(user, passwords, answers);
      }
    }
    return problem.isEmpty();
  }

  private static Optional<String> change(
      String user, ExpiringPasswords passwords, Answers answers) {
    SecretBytes fresh = answers.first();
    if (!fresh.equals(answers.texts().getLast())) {
      return Optional.of("The passwords differ.");
    }
    return fresh.length() == 0
        ? Optional.of("No password was given.")
        : passwords.change(user, fresh);
  }
}
