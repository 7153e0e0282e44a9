package org.sshlite.sshd.pam;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.protocol.conversation.Challenge;
import org.sshlite.protocol.conversation.Conversation;
import org.sshlite.protocol.message.Prompt;

/** A person at the other end of a connection. */
final class PamDialogue implements PamTalk {
  private final Conversation conversation;
  private final Said said = new Said();

  PamDialogue(Conversation conversation) {
    this.conversation = conversation;
  }

  @Override
  public void show(String text) {
    said.add(text);
  }

  @Override
  public List<byte[]> ask(List<Prompt> prompts) throws IOException {
    try (Answers answers = conversation.ask(new Challenge("", said.take(), prompts))) {
      List<byte[]> given = new ArrayList<>();
      for (SecretBytes answer : answers.texts()) {
        given.add(answer.bytes().clone());
      }
      return given;
    }
  }

  /** Shows what is left to be shown. */
  void end() {
    if (!said.isEmpty()) {
      try {
        conversation.ask(new Challenge("", said.take(), List.of())).close();
      } catch (IOException _) {
        return; // who is gone need not be told
      }
    }
  }
}
