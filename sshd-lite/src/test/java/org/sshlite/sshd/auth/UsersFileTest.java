package org.sshlite.sshd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
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
import org.sshlite.sshd.login.TotpSecret;

class UsersFileTest {
  private static final SecureRandom RANDOM = new SecureRandom();

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
    users.put(name, PasswordHash.of(secret(password), RANDOM));
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
    cost("alice"); // once for what is loaded
    long known = 0;
    long unknown = 0;
    for (int i = 0; i < 3; i++) {
      known += cost("alice");
      unknown += cost("bob");
    }
    assertThat((double) unknown / known).isBetween(0.5, 2.0);
  }

  /** Nanoseconds of this thread: other threads of the machine do not count. */
  private long cost(String name) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    assertThat(users.matches(name, secret("x".repeat(1024)))).isFalse();
    return threads.getCurrentThreadCpuTime() - before;
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
    put("alice", "same");
    put("bob", "same");
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
  void a_missing_file_is_one_clear_line() {
    assertThatThrownBy(users::check).hasMessage(file + ": No such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\nb", "../x", "-x", "a b", "a/b", ".hidden"})
  void names_that_would_break_the_file_or_a_path_are_refused(String name) {
    assertThat(UsersFile.isName(name)).isFalse();
    assertThatThrownBy(() -> put(name, "x")).isInstanceOf(IllegalArgumentException.class);
  }
}
