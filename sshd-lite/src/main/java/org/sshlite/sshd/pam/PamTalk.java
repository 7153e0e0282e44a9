package org.sshlite.sshd.pam;

import java.io.IOException;
import java.util.List;
import org.sshlite.protocol.message.Prompt;

/** Whoever answers what modules ask. One at a time. */
interface PamTalk {
  /** Something to be shown, before the next question or at the end. */
  void show(String text);

  /**
   * Asks.
   *
   * @return one answer to each prompt, the caller's to erase
   * @throws IOException when there will be none
   */
  List<byte[]> ask(List<Prompt> prompts) throws IOException;
}
