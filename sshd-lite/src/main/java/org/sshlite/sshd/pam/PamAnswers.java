package org.sshlite.sshd.pam;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.protocol.message.Prompt;

/** Answers that are there beforehand, for secret questions. */
final class PamAnswers implements PamTalk {
  private final Queue<SecretBytes> answers;
  private final Optional<SecretBytes> toOthers;
  private final Said said = new Said();

  private PamAnswers(List<SecretBytes> answers, Optional<SecretBytes> toOthers) {
    this.answers = new ArrayDeque<>(answers);
    this.toOthers = toOthers;
  }

  /**
   * For one question after another, and no more of them.
   *
   * @param answers their owner's, who keeps them until the library has returned
   */
  static PamAnswers of(SecretBytes... answers) {
    return new PamAnswers(List.of(answers), Optional.empty());
  }

  /** For each, as sshd answers with a password: some stacks ask for it twice. */
  static PamAnswers toEach(SecretBytes answer) {
    return new PamAnswers(List.of(), Optional.of(answer));
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
    boolean answered = toOthers.isPresent() || prompts.size() <= answers.size();
    if (!answered || prompts.stream().anyMatch(Prompt::echo)) {
      throw new IOException("a question that a password does not answer");
    }
    return prompts.stream().map(_ -> toOthers.orElseGet(answers::remove).bytes().clone()).toList();
  }
}
