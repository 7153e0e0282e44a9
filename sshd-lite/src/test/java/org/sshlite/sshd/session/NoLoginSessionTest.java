package org.sshlite.sshd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;

class NoLoginSessionTest {
  private static final Account ALICE = new Account("alice", 1000, "/home/alice", "/bin/sh");
  private static final Account ROOT = new Account("root", 0, "/root", "/bin/sh");

  private static final Actor OWN = Actor.of(Account.current().orElseThrow());

  @TempDir private Path folder;

  @Test
  void everybody_but_root_is_told_the_text_of_the_file() throws IOException {
    Path file = folder.resolve("nologin");
    assertThat(NoLoginSession.isClosed(file, ALICE)).isFalse();
    Files.writeString(file, "back at noon\n");
    assertThat(NoLoginSession.isClosed(file, ALICE)).isTrue();
    assertThat(NoLoginSession.isClosed(file, ROOT)).isFalse();
    assertThat(NoLoginSession.text(file, OWN)).isEqualTo("back at noon\n");
  }

  @Test
  void what_is_roots_alone_is_not_read_out_to_users() throws IOException {
    Assumptions.assumeTrue(OWN.account().uid() == Account.ROOT, "needs root, to be another user");
    Path file = Files.writeString(folder.resolve("nologin"), "secret\n");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Account other = new Account("other", 54321, "/", "/bin/sh");
    assertThat(NoLoginSession.text(file, Actor.of(other))).isEqualTo("secret\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(NoLoginSession.text(file, Actor.of(other))).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_counts_all_the_same() throws IOException {
    Path file = Files.createDirectory(folder.resolve("nologin"));
    assertThat(NoLoginSession.isClosed(file, ALICE)).isTrue();
    assertThat(NoLoginSession.text(file, OWN)).isEmpty();
  }
}
