package org.sshlite.sshd.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.message.Prompt;

/** A person who gives his answers one after another, and writes down what he was asked. */
public final class Answering implements Conversation {
  public final List<String> asked = new ArrayList<>();
  public final List<Answers> given = new ArrayList<>();
  private final Deque<String> answers;

  public Answering(String... answers) {
    this.answers = new ArrayDeque<>(List.of(answers));
  }

  @Override
  public Answers ask(Challenge challenge) {
    if (!challenge.instruction().isEmpty()) {
      asked.add(challenge.instruction());
    }
    List<SecretBytes> texts = new ArrayList<>();
    for (Prompt prompt : challenge.prompts()) {
      asked.add(prompt.text());
      texts.add(new SecretBytes(answers.remove().getBytes(UTF_8)));
    }
    Answers all = new Answers(texts);
    given.add(all);
    return all;
  }
}
