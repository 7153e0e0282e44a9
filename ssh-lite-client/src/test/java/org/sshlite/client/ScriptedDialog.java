package org.sshlite.client;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sshlite.client.dialog.Dialog;
import org.sshlite.crypto.wire.SecretBytes;

/** A person whose answers are known beforehand; without any left, nobody. Keeps what was said. */
public final class ScriptedDialog implements Dialog {
  public final Deque<String> answers = new ArrayDeque<>();
  public final List<String> questions = new ArrayList<>();
  public final List<String> told = new ArrayList<>();

  /** The same, and what is told only to those who asked for details. */
  public final List<String> details = new ArrayList<>();

  public ScriptedDialog(String... answers) {
    this.answers.addAll(List.of(answers));
  }

  @Override
  public synchronized Optional<String> ask(String question) {
    questions.add(question);
    return Optional.ofNullable(answers.poll());
  }

  @Override
  public synchronized Optional<SecretBytes> askSecret(String prompt) {
    questions.add(prompt);
    return Optional.ofNullable(answers.poll())
        .map(answer -> new SecretBytes(answer.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public synchronized void tell(Level level, String message) {
    details.add(message);
    if (level.compareTo(Level.DEBUG) > 0) {
      told.add(message);
    }
  }
}
