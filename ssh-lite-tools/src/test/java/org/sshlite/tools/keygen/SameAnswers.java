package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

/** Asks ssh-keygen the same and compares the answers. */
final class SameAnswers {
  private SameAnswers() {}

  /** stdout and exit status are the same. */
  static void to(Object... arguments) throws IOException {
    assertThat(Keygen.run(arguments).answer())
        .isEqualTo(Peer.run("ssh-keygen", arguments).answer());
  }

  /** stderr is the same as well, but for the program's name. */
  static void andMessagesTo(Object... arguments) throws IOException {
    Result ours = Keygen.run(arguments);
    Result theirs = Peer.run("ssh-keygen", arguments);
    assertThat(ours.answer()).isEqualTo(theirs.answer());
    assertThat(ours.messages().replace("ssh-lite-keygen", "ssh-keygen"))
        .isEqualTo(theirs.messages());
  }

  /** As {@link #to}, with a file on standard input. */
  static void withInput(Path file, Object... arguments) throws IOException {
    assertThat(Keygen.runWithInput(file, arguments).answer())
        .isEqualTo(Peer.runWithInput(file, "ssh-keygen", arguments).answer());
  }
}
