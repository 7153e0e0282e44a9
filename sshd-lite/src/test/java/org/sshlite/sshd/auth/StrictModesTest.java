package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.OpenedFile;

class StrictModesTest {
  @TempDir private Path folder;
  private Path home;
  private Path file;
  private int uid;

  @BeforeEach
  void make_a_safe_home() throws IOException {
    home = Files.createDirectories(folder.toRealPath().resolve("home"));
    file = Files.createDirectories(home.resolve(".ssh")).resolve("authorized_keys");
    Files.writeString(file, "");
    allow(home, "rwxr-xr-x");
    allow(home.resolve(".ssh"), "rwx------");
    allow(file, "rw-------");
    uid = (Integer) Files.getAttribute(file, "unix:uid");
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private Optional<String> problem(Path path) throws IOException {
    return problem(uid, path);
  }

  private Optional<String> problem(int owner, Path path) throws IOException {
    try (OpenedFile opened = OpenedFile.open(path)) {
      return new StrictModes(home, owner).problem(path, opened.owner(), opened.mode());
    }
  }

  @Test
  void a_file_that_only_its_owner_can_change_is_believed() throws Exception {
    assertThat(problem(file)).isEmpty();
  }

  @Test
  void others_may_read_it() throws Exception {
    allow(file, "rw-r--r--");
    assertThat(problem(file)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw--w----", "rw-----w-", "rw-rw----"})
  void a_file_that_others_can_write_is_refused(String permissions) throws Exception {
    allow(file, permissions);
    assertThat(problem(file)).contains("bad ownership or modes for file " + file);
  }

  @Test
  void a_folder_on_the_way_that_others_can_write_is_refused() throws Exception {
    allow(home.resolve(".ssh"), "rwxrwx---");
    assertThat(problem(file))
        .contains("bad ownership or modes for directory " + home.resolve(".ssh"));
  }

  @Test
  void the_home_folder_itself_counts_what_is_above_it_does_not() throws Exception {
    allow(folder, "rwxrwxrwx");
    assertThat(problem(file)).isEmpty();
    allow(home, "rwxr-xrwx");
    assertThat(problem(file)).contains("bad ownership or modes for directory " + home);
  }

  @Test
  void outside_of_home_every_folder_up_to_the_root_counts() throws Exception {
    Path elsewhere = Files.createDirectories(folder.toRealPath().resolve("open/inner"));
    allow(elsewhere.getParent(), "rwxrwxrwx");
    Path keys = Files.writeString(elsewhere.resolve("keys"), "");
    allow(keys, "rw-------");
    assertThat(problem(keys)).isPresent();
  }

  /** Files.exists asks by access(2), for root. */
  @Test
  void where_the_user_does_not_reach_his_home_every_folder_counts() throws Exception {
    Assumptions.assumeTrue(uid == Account.ROOT, "needs root");
    Path top = Files.createTempDirectory(Path.of("/"), "strict-modes");
    try {
      allow(top, "rwxr-xr-x");
      Path keys = Files.writeString(top.resolve("keys"), "");
      Path closed = Files.createDirectory(top.resolve("closed"));
      allow(closed, "rwx------");
      StrictModes modes = new StrictModes(Files.createDirectory(closed.resolve("home")), 54321);
      Actor alice = Actor.of(new Account("alice", 54321, "/", "/bin/sh"));
      assertThat(alice.call(() -> modes.problem(keys, Account.ROOT, 0100644))).isEmpty();
      allow(top, "rwxr-xrwx");
      assertThat(alice.call(() -> modes.problem(keys, Account.ROOT, 0100644)))
          .contains("bad ownership or modes for directory " + top);
    } finally {
      try (Stream<Path> all = Files.walk(top)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Test
  void a_link_is_judged_by_what_it_leads_to() throws Exception {
    Path open = Files.createDirectories(folder.toRealPath().resolve("open"));
    allow(open, "rwxrwxrwx");
    Path target = Files.writeString(open.resolve("keys"), "");
    allow(target, "rw-------");
    Files.delete(file);
    Files.createSymbolicLink(file, target);
    assertThat(problem(file)).isPresent();
  }

  @Test
  void a_file_of_another_user_is_refused() throws Exception {
    if (uid == 0) {
      // root's own files are believed by everybody
      assertThat(problem(4711, file)).isEmpty();
    } else {
      assertThat(problem(uid + 1, file)).isPresent();
    }
  }
}
