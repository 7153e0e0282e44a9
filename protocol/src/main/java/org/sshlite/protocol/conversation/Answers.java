package org.sshlite.protocol.conversation;

import java.util.List;
import org.sshlite.crypto.wire.SecretBytes;

/**
 * What was answered to a {@link Challenge}: in UTF-8, one for each prompt, in their order. Whoever
 * has it closes it, which erases them.
 */
public record Answers(List<SecretBytes> texts) implements AutoCloseable {
  public Answers {
    texts = List.copyOf(texts);
  }

  /** The answer to the first prompt. */
  public SecretBytes first() {
    return texts.getFirst();
  }

  @Override
  public void close() {
    texts.forEach(SecretBytes::close);
  }

  /** Not even the lengths. */
  @Override
  public String toString() {
    return "Answers[]";
  }
}
