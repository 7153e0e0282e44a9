package org.sshlite.sshd.pam;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.Prompt;

/** Answers that are there beforehand, for one secret question after another. */
final class PamAnswers implements PamTalk {
  private final Queue<SecretBytes> answers;
  private final Said said = new Said();

  private PamAnswers(List<SecretBytes> answers) {
    this.answers = new ArrayDeque<>(answers);
  }

  /**
   * @param answers their owner's, who keeps them until the library has returned
   */
  static PamAnswers of(SecretBytes... answers) {
    return new PamAnswers(List.of(answers));
  }

  @Override
  public void show(String text) {
    said.add(text); // nobody can be told in the middle of it
  }

  /** What was to be shown, in lines: once nobody asks any more. */
  String said() {
    return said.take();
  }

  /** All or none: what was copied for a question would be nobody's to erase after a failure. */
  @Override
  public List<byte[]> ask(List<Prompt> prompts) throws IOException {
    if (prompts.size() > answers.size() || prompts.stream().anyMatch(Prompt::echo)) {
      throw new IOException("a question that a password does not answer");
    }
    return prompts.stream().map(_ -> answers.remove().bytes().clone()).toList();
  }
}
