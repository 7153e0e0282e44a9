package org.sshlite.sshd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.sshd.process.Account;

class ChrootDirectoryTest {
  private static final Account ALICE = new Account("alice", 1000, "/home/alice", "/bin/sh");

  /** Not where everybody may write, as all temporary folders are. */
  private Path folder;

  private int uid;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory(Path.of(System.getProperty("user.home")), ".chroot");
    uid = (Integer) Files.getAttribute(folder, "unix:uid");
  }

  @AfterEach
  void removeFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder).sorted(Comparator.reverseOrder())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/%u, /srv/bob",
    "%h/files, /home/alice/files",
    "~/files, /home/alice/files",
    "~, /home/alice",
    "/srv/%U/%%u, /srv/1000/%u",
    "/srv/%x%, /srv/%x%"
  })
  void tokens_stand_for_who_has_logged_in(String setting, String path) {
    assertThat(ChrootDirectory.of(setting, ALICE, "bob")).contains(new ChrootDirectory(path));
  }

  @Test
  void a_name_that_is_a_way_names_no_folder() {
    for (String user : new String[] {"..", ".", "../bob", "a/b"}) {
      assertThat(ChrootDirectory.of("/srv/%u", ALICE, user))
          .contains(new ChrootDirectory("/srv/%u"));
    }
  }

  @Test
  void without_the_keyword_there_is_none() {
    assertThat(ChrootDirectory.of("", ALICE, "bob")).isEqualTo(Optional.empty());
  }

  private void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> new ChrootDirectory(path.toString()).check(uid))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void a_folder_that_is_nobody_elses_is_taken() {
    ChrootDirectory chroot = new ChrootDirectory(folder.toString());
    assertThatCode(() -> chroot.check(uid)).doesNotThrowAnyException();
  }

  @Test
  void who_else_may_write_in_it_or_above_it_could_put_another_one_there() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path below = Files.createDirectory(open.resolve("below"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
    assertRefused(open, "bad ownership or modes for chroot directory \"" + open + '"');
    assertRefused(below, "bad ownership or modes for chroot directory component \"" + open + "/\"");
  }

  @Test
  void what_is_no_folder_or_not_there_is_told() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertRefused(file, "chroot path \"" + file + "\" is not a directory");
    Path missing = folder.resolve("missing");
    assertRefused(missing, "chroot path \"" + missing + "\": No such file or directory");
    assertRefused(Path.of("relative"), "chroot path does not begin at root");
  }
}
