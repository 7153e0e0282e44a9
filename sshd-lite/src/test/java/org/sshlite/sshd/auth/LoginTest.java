package org.sshlite.sshd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.sshd.auth.LoginFolder.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.auth.AuthDecision;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.config.ServerConfigReader;
import org.sshlite.sshd.pam.Pam;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

class LoginTest {
  private static final String TYPE = "ssh-ed25519";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final PublicKey KEY = PrivateKey.generate(TYPE, RANDOM).publicKey();
  private static final PublicKey OTHER = PrivateKey.generate(TYPE, RANDOM).publicKey();

  @TempDir private Path folder;
  private Path home;
  private Path keys;
  private Path users;
  private final StderrLog log = new StderrLog(LogLevel.VERBOSE);

  @BeforeEach
  void make_a_home() throws Exception {
    home = Files.createDirectories(folder.toRealPath().resolve("home/alice"));
    keys = Files.createDirectories(home.resolve(".ssh")).resolve("authorized_keys");
    users = home.resolve("users");
    for (Path path : new Path[] {home, keys.getParent()}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    log.redirect(folder.resolve("log"));
  }

  private static String line(PublicKey key) {
    return key.type() + " " + Base64.getEncoder().encodeToString(key.blob()) + " comment\n";
  }

  private void authorize(String text) throws IOException {
    Files.writeString(keys, text);
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
  }

  private Login login(int uid, String... lines) throws ConfigException {
    return login(uid, Optional.empty(), lines);
  }

  private Login login(int uid, Optional<Pam> pam, String... lines) throws ConfigException {
    ServerConfigReader reader = new ServerConfigReader(log);
    for (String line : lines) {
      reader.option(ConfigFile.parseOption(line));
    }
    Optional<UsersFile> file =
        Files.exists(users)
            ? Optional.of(new UsersFile(users, Optional.empty(), log))
            : Optional.empty();
    return new Login(
        reader.finish(),
        new Accounts(new Account("alice", uid, home.toString(), "/bin/sh")),
        new Passwords(file, List.of(), pam, Optional.empty(), log),
        new ConnectionEnds("192.0.2.7", "192.0.2.7", 4000, "192.0.2.1", 22),
        log);
  }

  /** A login of the account that owns the test's files. */
  private Login login(String... lines) throws Exception {
    return login((Integer) Files.getAttribute(home, "unix:uid") == 0 ? 0 : 1000, lines);
  }

  private static boolean accepts(Login login, String user, PublicKey key) {
    login.methods(user);
    boolean acceptable = login.acceptable(user, key, TYPE);
    boolean accepted = login.publicKey(user, key, TYPE) instanceof AuthDecision.Accepted;
    assertThat(accepted).as("the query and the signed request agree").isEqualTo(acceptable);
    return accepted;
  }

  private static boolean accepts(Login login, String user, String password) {
    login.methods(user);
    return login.password(user, new SecretBytes(password.getBytes(UTF_8)))
        instanceof AuthDecision.Accepted;
  }

  private void addUser(String name, String password) throws ConfigException {
    new UsersFile(users, Optional.empty(), log)
        .put(name, PasswordHash.of(new SecretBytes(password.getBytes(UTF_8)), RANDOM));
  }

  private String logged() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void the_account_logs_in_with_its_keys_and_nobody_else_does() throws Exception {
    authorize("# mine\n\n" + line(KEY));
    assertThat(accepts(login(), "alice", KEY)).isTrue();
    assertThat(accepts(login(), "alice", OTHER)).isFalse();
    assertThat(accepts(login(), "bob", KEY)).isFalse();
    assertThat(accepts(login(), "", KEY)).isFalse();
    assertThat(accepts(login(), "alice/", KEY)).isFalse();
  }

  @Test
  void the_log_tells_it_in_the_words_of_OpenSSH() throws Exception {
    authorize(line(KEY));
    accepts(login(), "alice", KEY);
    Login mallory = login();
    mallory.methods("m\u001b[2Jallory");
    mallory.acceptable("m\u001b[2Jallory", OTHER, TYPE);
    assertThat(logged())
        .contains(
            "Accepted publickey for alice from 192.0.2.7 port 4000 ssh2: ED25519 "
                + KEY.fingerprint())
        .contains("Invalid user m\\033[2Jallory from 192.0.2.7 port 4000")
        // as sshd, which asks nobody about the keys of one who is not there
        .doesNotContain("Failed publickey")
        .doesNotContain("\u001b");
  }

  @Test
  void a_file_that_others_can_write_is_not_believed() throws Exception {
    authorize(line(KEY));
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(accepts(login(), "alice", KEY)).isFalse();
    assertThat(logged()).contains("Authentication refused: bad ownership or modes for file");
    assertThat(accepts(login("StrictModes=no"), "alice", KEY)).isTrue();
  }

  @Test
  void options_of_the_line_go_with_the_key() throws Exception {
    authorize("command=\"uptime\",no-pty " + line(KEY));
    Login login = login();
    assertThat(accepts(login, "alice", KEY)).isTrue();
    assertThat(login.grant().permissions().command()).contains("uptime");
    assertThat(login.grant().permissions().pty()).isFalse();
    assertThat(session(login).forcedCommand()).contains("uptime");
    assertThat(session(login).terminal()).isFalse();
  }

  @Test
  void the_configuration_and_the_key_both_restrict_the_sessions() throws Exception {
    authorize("command=\"of-key\" " + line(KEY));
    Login login = login("ForceCommand=of-config", "PermitTTY=no", "AcceptEnv=LC_*");
    assertThat(accepts(login, "alice", KEY)).isTrue();
    assertThat(session(login).forcedCommand()).contains("of-config");
    assertThat(session(login).terminal()).isFalse();
    assertThat(session(login).acceptedEnvironment()).containsExactly("LC_*");
  }

  @Test
  void an_option_we_cannot_keep_refuses_the_key_and_says_so() throws Exception {
    log.level(LogLevel.DEBUG1);
    authorize("no-such-option " + line(KEY));
    assertThat(accepts(login(), "alice", KEY)).isFalse();
    assertThat(logged()).contains("refused: key options: no-such-option: not supported");
  }

  @Test
  void a_line_that_does_not_apply_leaves_a_later_one_its_chance() throws Exception {
    authorize("from=\"10.0.0.1\" " + line(KEY) + "no-pty " + line(KEY));
    Login login = login();
    assertThat(accepts(login, "alice", KEY)).isTrue();
    assertThat(login.grant().permissions().pty()).isFalse();
    assertThat(logged())
        .contains(
            keys
                + ":1: Authentication tried for alice with correct key but not from a permitted"
                + " host (host=192.0.2.7, ip=192.0.2.7, required=10.0.0.1).");
  }

  @Test
  void lines_that_are_no_keys_are_skipped() throws Exception {
    authorize("ssh-ed25519 AAAA broken\nnonsense\nssh-dss AAAAB3NzaC1kc3M= old\n" + line(KEY));
    assertThat(accepts(login(), "alice", KEY)).isTrue();
  }

  @Test
  void a_file_that_is_no_file_does_not_hang_the_login() throws Exception {
    Files.createDirectory(keys);
    assertThat(accepts(login(), "alice", KEY)).isFalse();
    assertThat(accepts(login("AuthorizedKeysFile=/dev/zero"), "alice", KEY)).isFalse();
  }

  @Test
  void tokens_in_file_names_are_expanded() throws Exception {
    Path other = home.resolve("keys-alice-%");
    Files.writeString(other, line(KEY));
    assertThat(accepts(login("AuthorizedKeysFile=%h/keys-%u-%%"), "alice", KEY)).isTrue();
    assertThat(accepts(login("AuthorizedKeysFile=keys-%u-%%"), "alice", KEY)).isTrue();
    assertThat(accepts(login("AuthorizedKeysFile=none"), "alice", KEY)).isFalse();
  }

  @Test
  void wildcards_stand_for_the_files_that_are_there() throws Exception {
    Path machines = Files.createDirectories(home.resolve("keys[1]"));
    Files.writeString(machines.resolve("a.pub"), "# nothing\n");
    Files.writeString(machines.resolve("b.pub"), line(KEY));
    Files.writeString(machines.resolve(".hidden.pub"), line(OTHER));

    Login login = login("AuthorizedKeysFile=keys?1]/*.pub");
    assertThat(accepts(login, "alice", KEY)).isTrue();
    assertThat(accepts(login, "alice", OTHER)).isFalse();
    assertThat(accepts(login("AuthorizedKeysFile=%h/*/[ab].pub"), "alice", KEY)).isTrue();
    assertThat(accepts(login("AuthorizedKeysFile=/no/such/*"), "alice", KEY)).isFalse();
    assertThat(accepts(login("AuthorizedKeysFile=keys[1"), "alice", KEY)).isFalse();
    assertThat(accepts(login("AuthorizedKeysFile=*"), "carol", KEY)).isFalse();
  }

  @Test
  void wildcards_stand_for_so_many_files_and_no_more() throws Exception {
    for (int i = 0; i < UserFiles.MOST_FILES; i++) {
      Files.writeString(home.resolve("key%03d".formatted(i)), "# nothing\n");
    }
    Files.writeString(home.resolve("key000"), line(KEY));
    Files.writeString(home.resolve("key999"), line(OTHER));

    Login login = login("AuthorizedKeysFile=key*");
    assertThat(accepts(login, "alice", KEY)).isTrue();
    assertThat(accepts(login, "alice", OTHER)).isFalse();
    assertThat(logged()).contains("Of 65 files " + home.resolve("key*") + " 64 are read");
  }

  @Test
  void what_has_succeeded_is_kept_for_the_sessions() throws Exception {
    addUser("alice", "secret");
    authorize(line(KEY));
    Login login = login(1000, "AuthenticationMethods=publickey,password", "StrictModes=no");
    login.methods("alice");
    login.acceptable("alice", OTHER, TYPE);
    login.acceptable("alice", KEY, TYPE);
    login.publicKey("alice", KEY, TYPE);
    login.password("alice", new SecretBytes("wrong".getBytes(UTF_8)));
    login.password("alice", new SecretBytes("secret".getBytes(UTF_8)));

    assertThat(login.information())
        .isEqualTo("publickey " + line(KEY).replace(" comment", "") + "password\n");
  }

  /** So PerSourcePenalties tells an invalid user from one who guesses, as sshd does. */
  @Test
  void keys_of_a_user_who_may_not_log_in_count_as_no_attempt_and_passwords_do() throws Exception {
    authorize(line(KEY));
    Login login = login();
    assertThat(accepts(login, "no-such-user", KEY)).isFalse();
    assertThat(login.wasAttempted()).isFalse();
    assertThat(accepts(login, "no-such-user", "guess")).isFalse();
    assertThat(login.wasAttempted()).isTrue();

    Login valid = login();
    assertThat(accepts(valid, "alice", OTHER)).isFalse();
    assertThat(valid.wasAttempted()).isTrue();
  }

  @Test
  void RefuseConnection_lets_nobody_in_and_says_so() throws Exception {
    Login login = login("RefuseConnection=yes");
    login.methods("alice");
    assertThat(login.denies("alice")).isTrue();
    assertThat(login.isProhibited()).isTrue();
    assertThat(logged())
        .contains("administratively prohibited connection for alice from 192.0.2.7 port 4000");
    Login other = login();
    other.methods("alice");
    assertThat(other.denies("alice")).isFalse();
  }

  @Test
  void a_user_of_the_users_file_logs_in_with_his_password() throws Exception {
    addUser("carol", "secret");
    Login login = login(1000);
    assertThat(login.methods("carol").names()).containsExactly("publickey", "password");
    assertThat(accepts(login, "carol", "secret")).isTrue();
    assertThat(accepts(login(1000), "carol", "wrong")).isFalse();
    assertThat(accepts(login(1000), "alice", "secret")).isFalse();
    assertThat(accepts(login(1000, "PasswordAuthentication=no"), "dave", "secret")).isFalse();
    assertThat(logged()).contains("Failed password for carol from 192.0.2.7 port 4000 ssh2");
  }

  @Test
  void the_accounts_keys_are_not_those_of_a_user_in_the_users_file() throws Exception {
    addUser("carol", "secret");
    authorize(line(KEY));
    assertThat(accepts(login(), "carol", KEY)).isFalse();
    Files.writeString(home.resolve("keys-carol"), line(OTHER));
    assertThat(accepts(login("AuthorizedKeysFile=keys-%u"), "carol", OTHER)).isTrue();
    assertThat(accepts(login("AuthorizedKeysFile=keys-%%u"), "carol", OTHER)).isFalse();
  }

  @Test
  void a_method_that_is_switched_off_is_not_offered() throws Exception {
    assertThat(login().methods("alice").names()).containsExactly("publickey");
    addUser("carol", "secret");
    assertThat(login("PubkeyAuthentication=no").methods("alice").names())
        .containsExactly("password");
    assertThat(login("PasswordAuthentication=no").methods("alice").names())
        .containsExactly("publickey");
  }

  @Test
  void the_methods_do_not_tell_who_exists() throws Exception {
    addUser("carol", "secret");
    assertThat(login().methods("nobody")).isEqualTo(login().methods("carol"));
  }

  @ParameterizedTest
  @CsvSource({
    "yes,true,true,true",
    "prohibit-password,true,true,false",
    "without-password,true,true,false",
    "forced-commands-only,false,true,false",
    "no,false,false,false"
  })
  void PermitRootLogin_holds_for_the_account_whatever_the_name(
      String rule, boolean key, boolean forced, boolean password) throws Exception {
    addUser("alice", "secret");
    addUser("carol", "secret");
    new UsersFile(users, Optional.empty(), log)
        .put(
            "erin",
            PasswordHash.of(new SecretBytes("secret".getBytes(UTF_8)), RANDOM),
            Optional.of("alice"));
    authorize(line(KEY) + "command=\"true\" " + line(OTHER));
    String option = "PermitRootLogin=" + rule;
    // the test's files need not be root's
    String lax = "StrictModes=no";
    assertThat(accepts(login(0, option, lax), "alice", KEY)).isEqualTo(key);
    assertThat(accepts(login(0, option, lax), "alice", OTHER)).isEqualTo(forced);
    assertThat(accepts(login(0, option, lax), "alice", "secret")).isEqualTo(password);
    // she has no account, and nothing of root's: see SystemConnection
    assertThat(accepts(login(0, option, lax), "carol", "secret")).isTrue();
    assertThat(accepts(login(0, option, lax), "erin", "secret")).isEqualTo(password);
    assertThat(accepts(login(1000, option, lax), "alice", "secret")).isTrue();
    String forcedOnly = "Root login accepted for forced command.";
    if (rule.equals("forced-commands-only")) {
      assertThat(logged()).contains(forcedOnly);
    } else {
      assertThat(logged()).doesNotContain(forcedOnly);
    }
    // as sshd, of whose processes each says it
    String refused = "ROOT LOGIN REFUSED FROM 192.0.2.7 port 4000\n";
    if (!key) {
      assertThat(logged()).contains(refused, refused.replace("\n", " [preauth]\n"));
    }
  }

  @Test
  void root_is_not_in_by_a_forced_command_before_he_has_signed() throws Exception {
    authorize("command=\"true\" " + line(KEY));
    Login login = login(0, "PermitRootLogin=forced-commands-only", "StrictModes=no");
    login.methods("alice");
    assertThat(login.acceptable("alice", KEY, KEY.type())).isTrue();
    assertThat(logged()).doesNotContain("accepted");
    login.publicKey("alice", KEY, KEY.type());
    assertThat(logged()).contains("Root login accepted for forced command.");
  }

  /** PAM's account stage is asked after it. */
  @ParameterizedTest
  @CsvSource({"prohibit-password,true,true", "forced-commands-only,false,true", "no,false,false"})
  void PermitRootLogin_is_the_same_with_PAM(String rule, boolean key, boolean forced)
      throws Exception {
    Path stacks = Path.of("/etc/pam.d");
    Assumptions.assumeTrue(Files.isWritable(stacks), "needs root, to write a stack for PAM");
    authorize(line(KEY) + "command=\"true\" " + line(OTHER));
    Path stack = Files.createTempFile(stacks, "sshlite-test-", "");
    try {
      Files.writeString(stack, "account required pam_permit.so\n");
      Optional<Pam> pam = Pam.of(stack.getFileName().toString(), log);
      String[] options = {"PermitRootLogin=" + rule, "StrictModes=no", "UsePAM=yes"};
      assertThat(accepts(login(0, pam, options), "alice", KEY)).isEqualTo(key);
      assertThat(accepts(login(0, pam, options), "alice", OTHER)).isEqualTo(forced);
    } finally {
      Files.delete(stack);
    }
  }

  @Test
  void a_banner_is_the_contents_of_its_file() throws Exception {
    Files.writeString(home.resolve("issue"), "hello\n");
    Login login = login("Banner=" + home.resolve("issue"));
    login.methods("alice");
    assertThat(login.banner("alice")).contains("hello\n");
    assertThat(login("Banner=/no/such/file").banner("alice")).isEmpty();
    assertThat(login().banner("alice")).isEmpty();
  }
}
