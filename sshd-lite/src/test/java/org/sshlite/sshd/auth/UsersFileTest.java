package org.sshlite.sshd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.Costs;
import org.sshlite.sshd.login.TotpSecret;
import org.sshlite.sshd.process.OpenedFile;

class UsersFileTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Each costs what a guess costs. */
  private static final Map<String, PasswordHash> HASHES = new HashMap<>();

  /** A hash of the reference program, that takes 64 MiB. */
  private static final String IMPORTED =
      "alice:$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
          + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc\n";

  @TempDir private Path folder;
  private Path file;
  private UsersFile users;

  @BeforeEach
  void make_one() throws Exception {
    file = folder.resolve("users");
    users = new UsersFile(file, Optional.empty(), new StderrLog(LogLevel.QUIET));
  }

  private static SecretBytes secret(String text) {
    return new SecretBytes(text.getBytes(UTF_8));
  }

  private void put(String name, String password) throws Exception {
    users.put(
        name, HASHES.computeIfAbsent(password, text -> PasswordHash.of(secret(text), RANDOM)));
  }

  @Test
  void a_user_logs_in_with_his_password_only() throws Exception {
    put("alice", "correct horse");
    assertThat(users.matches("alice", secret("correct horse"))).isTrue();
    assertThat(users.matches("alice", secret("correct hors"))).isFalse();
    assertThat(users.matches("Alice", secret("correct horse"))).isFalse();
    assertThat(users.matches("bob", secret("correct horse"))).isFalse();
    assertThat(users.standing("alice")).isPresent();
    assertThat(users.standing("bob")).isEmpty();
  }

  /** CVE-2016-6210: who exists could be told by the time. */
  @Test
  void a_user_who_is_not_there_costs_as_much_as_one_who_is() throws Exception {
    put("alice", "secret");
    assertBobCostsAsMuch();
  }

  /** Made by another program. */
  @Test
  void he_costs_as_much_where_hashes_are_dearer_than_ours() throws Exception {
    write(IMPORTED);
    assertBobCostsAsMuch();
  }

  private void assertBobCostsAsMuch() {
    Costs.assertAlike(List.of(() -> guess("bob"), () -> guess("alice")));
  }

  private boolean guess(String name) {
    return users.matches(name, secret("x".repeat(1024)));
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** What was valid before a change must not be afterwards. */
  @Test
  void a_line_with_blanks_around_is_changed_as_any_other() throws Exception {
    put("alice", "old");
    put("bob", "his");
    String text = Files.readString(file);
    write("  " + text.replace("bob:", "\tbob:"));
    put("alice", "new");
    put("bob", "other");
    assertThat(users.matches("alice", secret("old"))).isFalse();
    assertThat(users.matches("alice", secret("new"))).isTrue();
    assertThat(users.matches("bob", secret("his"))).isFalse();
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void a_user_who_stands_there_twice_is_told_and_nothing_is_changed() throws Exception {
    put("alice", "one");
    String twice = "# users\n" + Files.readString(file) + " " + Files.readString(file);
    write(twice);
    String problem = file + " line 3: alice is there already";
    assertThatThrownBy(users::check).isInstanceOf(ConfigException.class).hasMessage(problem);
    assertThatThrownBy(() -> put("alice", "two")).hasMessage(problem);
    assertThat(file).hasContent(twice);
    assertThat(users.matches("alice", secret("one"))).isFalse();
  }

  @Test
  void who_is_added_at_the_same_time_as_others_is_there() throws Exception {
    PasswordHash hash = PasswordHash.of(secret("x"), RANDOM);
    List<Thread> adding = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "user" + i;
      // as by programs of their own
      UsersFile his = new UsersFile(file, Optional.empty(), new StderrLog(LogLevel.QUIET));
      adding.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int j = 0; j < 10; j++) {
                        his.put(name + "-" + j, hash);
                      }
                    } catch (ConfigException e) {
                      throw new AssertionError(e);
                    }
                  }));
    }
    for (Thread each : adding) {
      each.join();
    }
    assertThat(Files.readAllLines(file)).hasSize(80);
    users.check();
  }

  @Test
  void a_link_to_it_stays_a_link() throws Exception {
    put("alice", "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("users"));
    UsersFile linked = new UsersFile(link, Optional.empty(), new StderrLog(LogLevel.QUIET));
    linked.put("alice", PasswordHash.of(secret("new"), RANDOM));
    assertThat(link).isSymbolicLink();
    assertThat(users.matches("alice", secret("new"))).isTrue();
  }

  /** Whatever its clock says, and whether the file is replaced or written in its place. */
  @Test
  void a_change_holds_at_once() throws Exception {
    put("alice", "secret");
    String text = Files.readString(file);
    FileTime time = Files.getLastModifiedTime(file);
    for (int i = 0; i < 20; i++) {
      write(text);
      assertThat(users.standing("alice")).isPresent();
      write(text.replace("alice", "carol"));
      Files.setLastModifiedTime(file, time);
      assertThat(users.standing("alice")).as("" + i).isEmpty();
      assertThat(users.standing("carol")).as("" + i).isPresent();
    }
  }

  /** Strangers ask, and each does so several times. */
  @Test
  void a_large_file_is_read_once_for_many_questions() throws Exception {
    put("alice", "secret");
    String line = Files.readString(file).strip();
    StringBuilder text = new StringBuilder(line + "\n");
    for (int i = 0; i < 4_000; i++) {
      text.append(line.replace("alice", "user" + i)).append('\n');
    }
    write(text.toString());
    // so old that a change would be one of another time
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              try (OpenedFile opened = OpenedFile.open(file)) {
                return opened.stamp().isSettled(Instant.now());
              }
            });
    assertThat(users.standing("alice")).isPresent();
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      assertThat(users.standing("user" + i)).isPresent();
      assertThat(users.standing("stranger" + i)).isEmpty();
      assertThat(users.totp("user" + i)).isEmpty();
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> users.standing("alice")).hasMessageContaining("others may access it");
  }

  @Test
  void a_hash_that_takes_more_than_half_of_the_heap_or_a_GiB_is_told_with_its_line()
      throws Exception {
    long most = Math.min(1024 * 1024, Runtime.getRuntime().maxMemory() / 2048);
    write(IMPORTED.replace("m=65536", "m=" + most));
    users.check();
    write(IMPORTED.replace("m=65536", "m=" + (most + 1)));
    assertThatThrownBy(users::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + " line 1: ");
  }

  @Test
  void a_new_password_takes_the_place_of_the_old_one_and_leaves_the_rest() throws Exception {
    put("alice", "old");
    put("bob", "his");
    Files.writeString(file, "# kept\n" + Files.readString(file));
    put("alice", "new");
    assertThat(users.matches("alice", secret("old"))).isFalse();
    assertThat(users.matches("alice", secret("new"))).isTrue();
    assertThat(users.matches("bob", secret("his"))).isTrue();
    assertThat(Files.readAllLines(file)).hasSize(3).startsWith("# kept");
  }

  @Test
  void a_secret_for_codes_stays_when_the_password_changes_and_the_other_way_round()
      throws Exception {
    TotpSecret secret = TotpSecret.random(RANDOM);
    put("alice", "old");
    users.put("alice", secret);
    put("alice", "new");

    assertThat(users.totp("alice").orElseThrow().base32()).isEqualTo(secret.base32());
    assertThat(users.matches("alice", secret("new"))).isTrue();
    assertThat(users.totp("bob")).isEmpty();
  }

  @Test
  void nobody_gets_a_secret_who_is_not_there() throws Exception {
    put("alice", "old");

    assertThatThrownBy(() -> users.put("bob", TotpSecret.random(RANDOM)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("there is no user bob");
  }

  @Test
  void what_follows_a_hash_is_understood_or_refused_with_its_line() throws Exception {
    put("alice", "old");
    String line = Files.readString(file).strip();
    for (String option : List.of(":totp=", ":totp=abc", ":totp", ":shell=no", ":")) {
      Files.writeString(file, "# first\n" + line + option + "\n");
      assertThatThrownBy(users::check)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("2");
    }
  }

  @Test
  void the_file_is_its_owners_alone_and_nothing_is_left_beside_it() throws Exception {
    put("alice", "secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(Files.list(folder).toList()).hasSize(1);
    assertThat(Files.readString(file)).doesNotContain("secret");
  }

  @Test
  void equal_passwords_have_different_hashes() throws Exception {
    users.put("alice", PasswordHash.of(secret("same"), RANDOM));
    users.put("bob", PasswordHash.of(secret("same"), RANDOM));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0).substring("alice".length()))
        .isNotEqualTo(lines.get(1).substring("bob".length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void a_file_that_others_can_see_lets_nobody_in(String permissions) throws Exception {
    put("alice", "secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThat(users.matches("alice", secret("secret"))).isFalse();
    assertThatThrownBy(users::check)
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": others may access it; chmod 600 it");
  }

  @Test
  void a_folder_that_others_can_write_lets_nobody_in() throws Exception {
    put("alice", "secret");
    int uid = (Integer) Files.getAttribute(file, "unix:uid");
    UsersFile strict =
        new UsersFile(
            file, Optional.of(new StrictModes(folder, uid)), new StderrLog(LogLevel.QUIET));
    assertThat(strict.matches("alice", secret("secret"))).isTrue();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(strict.matches("alice", secret("secret"))).isFalse();
  }

  @Test
  void a_line_that_is_none_is_told_with_file_and_line() throws Exception {
    put("alice", "secret");
    Files.writeString(file, Files.readString(file) + "bob:plain\n");
    assertThatThrownBy(users::check).hasMessage(file + " line 2: not a line of name:argon2id-hash");
  }

  @Test
  void a_line_that_is_none_locks_out_nobody_who_was_there() throws Exception {
    StderrLog log = new StderrLog(LogLevel.INFO);
    Path told = file.resolveSibling("log");
    log.redirect(told);
    UsersFile running = new UsersFile(file, Optional.empty(), log);
    put("alice", "secret");
    users.put("alice", TotpSecret.parse("GEZDGNBVGY3TQOJQ").orElseThrow());
    String good = Files.readString(file);
    running.check();
    for (String wrong : List.of("bob:plain\n" + good, good + good)) {
      write(wrong);
      assertThat(running.matches("alice", secret("secret"))).isTrue();
      assertThat(running.matches("alice", secret("plain"))).isFalse();
      assertThat(running.matches("bob", secret("plain"))).isFalse();
      assertThat(running.standing("alice").orElseThrow().secondFactor()).isTrue();
      assertThatThrownBy(running::check).isInstanceOf(ConfigException.class);
    }
    assertThat(Files.readString(told))
        .contains(
            file + " line 1: not a line of name:argon2id-hash: the file as it was before holds");
    write("bob:plain\n" + good);
    assertThat(running.totp("alice")).isPresent();
    assertThat(running.totp("bob")).isEmpty();
    write("carol" + good.substring(5));
    assertThat(running.matches("alice", secret("secret"))).isFalse();
    assertThat(running.matches("carol", secret("secret"))).isTrue();
  }

  @Test
  void a_line_that_is_none_lets_nobody_in_where_nothing_better_was_read() throws Exception {
    put("alice", "secret");
    write(Files.readString(file) + "bob:plain\n");
    assertThat(users.matches("alice", secret("secret"))).isFalse();
    assertThatThrownBy(() -> users.standing("alice")).isInstanceOf(ConfigException.class);
  }

  @Test
  void a_missing_file_is_one_clear_line() {
    assertThatThrownBy(users::check).hasMessage(file + ": No such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\nb", "../x", "-x", "a b", "a/b", ".hidden"})
  void names_that_would_break_the_file_or_a_path_are_refused(String name) {
    assertThat(UsersFile.isName(name)).isFalse();
    assertThatThrownBy(() -> put(name, "x")).isInstanceOf(IllegalArgumentException.class);
  }

  /** Whoever guesses decides how many there are. */
  @Test
  void guesses_that_have_no_turn_fill_no_log() throws Exception {
    put("alice", "secret");
    StderrLog log = new StderrLog(LogLevel.INFO);
    Path told = file.resolveSibling("log");
    log.redirect(told);
    UsersFile flooded = new UsersFile(file, Optional.empty(), log);
    int all = PasswordHash.AT_ONCE.drainPermits();
    try {
      for (int i = 0; i < 50; i++) {
        assertThat(flooded.matches("alice", secret("secret"), Duration.ZERO)).isFalse();
      }
    } finally {
      PasswordHash.AT_ONCE.release(all);
    }
    assertThat(Files.readAllLines(told)).hasSizeBetween(1, 10);
  }
}
