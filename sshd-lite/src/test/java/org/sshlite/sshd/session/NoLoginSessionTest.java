package org.sshlite.sshd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sshd.process.Account;

class NoLoginSessionTest {
  private static final Account ALICE = new Account("alice", 1000, "/home/alice", "/bin/sh");
  private static final Account ROOT = new Account("root", 0, "/root", "/bin/sh");

  @TempDir private Path folder;

  @Test
  void everybody_but_root_is_told_the_text_of_the_file() throws IOException {
    Path file = folder.resolve("nologin");
    assertThat(NoLoginSession.text(file, ALICE)).isEmpty();
    Files.writeString(file, "back at noon\n");
    assertThat(NoLoginSession.text(file, ALICE)).contains("back at noon\n");
    assertThat(NoLoginSession.text(file, ROOT)).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_counts_all_the_same() throws IOException {
    assertThat(NoLoginSession.text(Files.createDirectory(folder.resolve("nologin")), ALICE))
        .contains("");
  }
}
