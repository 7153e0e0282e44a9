package org.sshlite.client.identity;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.client.dialog.Question;
import org.sshlite.crypto.wire.Printable;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.auth.PasswordChange;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.message.Prompt;

/**
 * What a person types to log in, asked for as ssh does.
 *
 * @param host its name or alias, for the prompts
 */
record Typed(String user, String host, LoginOptions options, Dialog dialog) {
  Optional<SecretBytes> password(int attempt) {
    if (options.password().isPresent()) {
      return options
          .password()
          .filter(_ -> attempt == 1)
          .map(known -> new SecretBytes(known.bytes().clone()));
    }
    if (attempt > options.prompts()) {
      return Optional.empty();
    }
    if (attempt > 1) {
      dialog.tell(Level.ERROR, "Permission denied, please try again.");
    }
    return dialog.answer(new Question.Password(user, host));
  }

  /** The old one and the new one twice, until it is the same twice or nobody answers. */
  Optional<PasswordChange> changePassword(String prompt) {
    show(prompt);
    Optional<SecretBytes> old = dialog.answer(new Question.OldPassword(user, host));
    if (old.isEmpty()) {
      return Optional.empty();
    }
    Optional<SecretBytes> fresh = newPassword();
    if (fresh.isEmpty()) {
      old.get().close();
    }
    return fresh.map(password -> new PasswordChange(old.get(), password));
  }

  private Optional<SecretBytes> newPassword() {
    while (true) {
      Optional<SecretBytes> once = dialog.answer(new Question.NewPassword(user, host, false));
      if (once.isEmpty()) {
        return once;
      }
      Optional<SecretBytes> again = dialog.answer(new Question.NewPassword(user, host, true));
      boolean same = again.filter(once.get()::equals).isPresent();
      again.ifPresent(SecretBytes::close);
      if (same) {
        return once;
      }
      once.get().close();
      if (again.isEmpty()) {
        return Optional.empty();
      }
      dialog.tell(Level.INFO, "Mismatch; try again, EOF to quit.");
    }
  }

  /** One after another; empty, and what was typed erased, when one stays without an answer. */
  Optional<Answers> answer(Challenge challenge) {
    show(challenge.name());
    show(challenge.instruction());
    List<SecretBytes> answers = new ArrayList<>();
    for (Prompt prompt : challenge.prompts()) {
      Optional<SecretBytes> answer =
          dialog.answer(
              new Question.Interactive(
                  user,
                  host,
                  challenge.name(),
                  challenge.instruction(),
                  prompt.text(),
                  prompt.echo()));
      if (answer.isEmpty()) {
        answers.forEach(SecretBytes::close);
        return Optional.empty();
      }
      answers.add(answer.get());
    }
    return Optional.of(new Answers(answers));
  }

  private void show(String text) {
    if (!text.isEmpty()) {
      dialog.show(Printable.lines(text));
    }
  }
}
