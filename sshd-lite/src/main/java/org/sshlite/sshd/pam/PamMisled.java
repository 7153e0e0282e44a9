package org.sshlite.sshd.pam;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.sshlite.protocol.message.Prompt;

/**
 * Answers wrong in the name of one who may not come in whatever he answers: the modules then do the
 * same work, and ask for the same delay, as for a wrong password. As OpenSSH.
 */
record PamMisled(PamTalk talk) implements PamTalk {
  private static final byte[] WRONG = "\b\n\r\u007fINCORRECT".getBytes(StandardCharsets.US_ASCII);

  @Override
  public void show(String text) {
    talk.show(text);
  }

  @Override
  public List<byte[]> ask(List<Prompt> prompts) throws IOException {
    List<byte[]> answers = talk.ask(prompts);
    answers.forEach(answer -> Arrays.fill(answer, (byte) 0));
    return prompts.stream().map(_ -> WRONG.clone()).toList();
  }
}
