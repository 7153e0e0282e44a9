package org.sshlite.sshd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.ConfigFile;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.process.Account;

class ServerConfigTest {
  private static final Candidate ALICE =
      new Candidate("alice", true, "10.1.2.3", "10.1.2.3", "192.0.2.1", 22);

  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);

  @BeforeEach
  void log_to_a_file() throws ConfigException {
    log.redirect(folder.resolve("log"));
  }

  private String logged() throws Exception {
    return Files.readString(folder.resolve("log"));
  }

  private ServerConfig read(String... lines) throws Exception {
    return read(List.of(), lines);
  }

  private ServerConfig read(List<String> options, String... lines) throws Exception {
    ServerConfigReader reader = new ServerConfigReader(log);
    for (String option : options) {
      reader.option(ConfigFile.parseOption(option));
    }
    reader.lines(ConfigFile.parse("sshd_config", String.join("\n", lines)));
    return reader.finish();
  }

  @Test
  void the_defaults_are_those_of_OpenSSH() throws Exception {
    ServerConfig config = read();
    assertThat(config.get(Settings.PERMIT_ROOT_LOGIN)).isEqualTo(RootLogin.PROHIBIT_PASSWORD);
    assertThat(config.get(Settings.STRICT_MODES)).isTrue();
    assertThat(config.get(Settings.MAX_AUTH_TRIES)).isEqualTo(6);
    assertThat(config.get(Settings.MAX_SESSIONS)).isEqualTo(10);
    assertThat(config.get(Settings.LOGIN_GRACE_TIME)).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.get(Settings.MAX_STARTUPS)).hasToString("10:30:100");
    assertThat(config.get(Settings.AUTHORIZED_KEYS_FILE)).hasSize(2);
    assertThat(config.get(Settings.ACCEPT_ENV)).isEmpty();
  }

  @Test
  void the_first_value_wins_and_the_command_line_comes_first() throws Exception {
    ServerConfig config =
        read(List.of("StrictModes=no"), "StrictModes yes", "MaxAuthTries 3", "MaxAuthTries 4");
    assertThat(config.get(Settings.STRICT_MODES)).isFalse();
    assertThat(config.get(Settings.MAX_AUTH_TRIES)).isEqualTo(3);
  }

  /** The server's own, not the user's: those of a user are looked for when he logs in. */
  @Test
  void a_file_of_the_server_may_be_in_the_home_folder_of_who_starts_it() throws Exception {
    String home = System.getProperty("user.home");
    String here = System.getProperty("user.dir");
    String rootsHome = Account.byName("root").orElseThrow().home();
    ServerConfig config =
        read(
            "HostKey ~/key",
            "HostKey keys/b",
            "HostCertificate ~/cert",
            "TrustedUserCAKeys ./ca",
            "RevokedKeys ~/a b /c",
            "Banner ~",
            "PidFile ~root/pid",
            "HostKeyAgent SSH_AUTH_SOCK",
            "UsersFile none",
            "AuthorizedPrincipalsFile ~/principals",
            "AuthorizedKeysFile ~/keys");
    assertThat(config.get(Settings.HOST_KEY)).containsExactly(home + "/key", here + "/keys/b");
    assertThat(config.get(Settings.HOST_CERTIFICATE)).containsExactly(home + "/cert");
    assertThat(config.get(Settings.TRUSTED_USER_CA_KEYS)).isEqualTo(here + "/./ca");
    assertThat(config.get(Settings.REVOKED_KEYS)).containsExactly(home + "/a", here + "/b", "/c");
    assertThat(config.get(Settings.BANNER)).isEqualTo(home);
    assertThat(config.get(Settings.PID_FILE)).isEqualTo(rootsHome + "/pid");
    assertThat(config.get(Settings.HOST_KEY_AGENT)).isEqualTo("SSH_AUTH_SOCK");
    assertThat(config.get(Settings.USERS_FILE)).isEmpty();
    assertThat(config.get(Settings.AUTHORIZED_PRINCIPALS_FILE)).isEqualTo("~/principals");
    assertThat(config.get(Settings.AUTHORIZED_KEYS_FILE)).containsExactly("~/keys");
  }

  @Test
  void ports_host_keys_and_accepted_names_add_up() throws Exception {
    ServerConfig config =
        read(
            "Port 22",
            "Port 2222",
            "HostKey /a",
            "HostKey /b",
            "AcceptEnv LANG LC_*",
            "AcceptEnv TZ");
    assertThat(config.get(Settings.PORT)).containsExactly(22, 2222);
    assertThat(config.get(Settings.HOST_KEY)).containsExactly("/a", "/b");
    assertThat(config.get(Settings.ACCEPT_ENV)).containsExactly("LANG", "LC_*", "TZ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Prot 22|Bad configuration option: Prot",
        "Port 65536|Badly formatted port number.",
        "Port x|Badly formatted port number.",
        "PidFile ~no-such-user/pid|No such user no-such-user",
        "RevokedKeys /a ~no-such-user/b|No such user no-such-user",
        "StrictModes maybe|unsupported option \"maybe\".",
        "LoginGraceTime 1y|invalid time value.",
        "MaxStartups 10:0:100|Invalid MaxStartups spec.",
        "MaxStartups 10:30:5|Invalid MaxStartups spec.",
        "RekeyLimit 15|RekeyLimit too small",
        "RekeyLimit 1X|Bad RekeyLimit number '1X'",
        "PermitRootLogin maybe|unsupported option \"maybe\".",
        "Ciphers aes128-foo|Bad Ciphers 'aes128-foo'.",
        "LogLevel LOUD|unsupported log level 'LOUD'",
        "Subsystem sftp|Subsystem missing argument.",
        "AcceptEnv A=b|Invalid environment name.",
        "SetEnv A|Invalid environment.",
        "Match|no argument after keyword \"Match\"",
        "Match user|Missing Match criteria for user",
        "Match all user a|'all' cannot be combined with other Match attributes",
        "Match colour red|Unsupported Match attribute colour",
        "Match address 10.0.0.1/8|Invalid Match address argument '10.0.0.1/8'",
        "ListenAddress [::1|bad address:port usage",
        "AllowUsers alice@10.0.0.1/8|invalid AllowUsers pattern: \"alice@10.0.0.1/8\"",
        "DenyUsers a@|invalid DenyUsers pattern: \"a@\"",
        "AuthenticationMethods publickey,|invalid authentication method list.",
        "AuthenticationMethods telepathy|invalid authentication method list.",
        "AuthenticationMethods any password|\"any\" must appear alone in AuthenticationMethods",
        "PubkeyAuthOptions touch|Unsupported PubkeyAuthOptions option \"touch\"",
        "CASignatureAlgorithms ssh-rot13|Bad CASignatureAlgorithms 'ssh-rot13'.",
        "Port 22 23|keyword Port extra arguments at end of line"
      })
  void a_mistake_is_told_with_file_and_line(String line, String message) {
    assertThatThrownBy(() -> read("# a comment", line))
        .isInstanceOf(ConfigException.class)
        .hasMessage("sshd_config line 2: " + message);
  }

  @Test
  void what_protects_and_is_not_supported_is_refused() {
    assertThatThrownBy(() -> read("Match rdomain 1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("sshd_config line 1: ")
        .hasMessageContaining("not supported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UsePAM no",
        "AuthenticationMethods any",
        "ChrootDirectory none",
        "PerSourcePenalties no",
        "RequiredRSASize 2048",
        "DisableForwarding yes",
        "AllowTcpForwarding no",
        "X11Forwarding no",
        "UseDNS no",
        "KbdInteractiveAuthentication no",
        "Protocol 2"
      })
  void what_is_so_anyway_is_accepted_silently(String line) throws Exception {
    read(line);
    assertThat(logged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PermitTunnel yes", "HostbasedAuthentication yes", "GSSAPIAuthentication yes"})
  void what_is_safe_to_leave_out_is_told_in_one_line(String line) throws Exception {
    read(line);
    assertThat(logged())
        .startsWith("sshd_config line 1: ")
        .contains("not supported yet: ignored")
        .containsOnlyOnce("\n");
  }

  @Test
  void a_protection_that_an_earlier_value_switched_off_does_not_stop_the_start() throws Exception {
    assertThat(read(List.of("RDomain=none"), "RDomain other")).isNotNull();
    assertThatThrownBy(() -> read("UsePAM no", "Match all", "RDomain other"))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void a_Match_block_holds_for_those_it_matches_only() throws Exception {
    ServerConfig config =
        read(
            "PasswordAuthentication yes",
            "Match User alice,carol Address 10.0.0.0/8",
            "  PasswordAuthentication no",
            "  ForceCommand echo no # all of it",
            "Match all",
            "  ForceCommand true");
    assertThat(config.get(Settings.PASSWORD_AUTHENTICATION)).isTrue();
    assertThat(config.get(Settings.FORCE_COMMAND)).isEqualTo("true");
    ServerConfig alice = config.forLogin(ALICE);
    assertThat(alice.get(Settings.PASSWORD_AUTHENTICATION)).isFalse();
    assertThat(alice.get(Settings.FORCE_COMMAND)).isEqualTo("echo no # all of it");
    ServerConfig elsewhere = config.forLogin(new Candidate("alice", true, "::1", "::1", "::1", 22));
    assertThat(elsewhere.get(Settings.PASSWORD_AUTHENTICATION)).isTrue();
    assertThat(elsewhere.get(Settings.FORCE_COMMAND)).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user alice|true",
        "user al*|true",
        "user !alice,*|false",
        "user=alice|true",
        "user bob|false",
        "address 10.1.2.3|true",
        "address 10.1.2.*|true",
        "address !10.1.0.0/16,10.0.0.0/8|false",
        "address 10.1.0.0/16|true",
        "localaddress 192.0.2.0/24|true",
        "localport 22|true",
        "version OpenSSH_10*|true",
        "version=OpenSSH_9*|false",
        "localport 23|false",
        "invalid-user|false",
        "user alice localport 23|false"
      })
  void criteria_are_those_of_sshd_config(String criteria, boolean matches) throws Exception {
    ServerConfig config = read("Match " + criteria, "Banner /b").forLogin(ALICE);
    assertThat(config.get(Settings.BANNER)).isEqualTo(matches ? "/b" : "");
  }

  @Test
  void the_first_of_several_matching_blocks_wins() throws Exception {
    ServerConfig config =
        read("Match all", "MaxSessions 1", "Match user alice", "MaxSessions 2", "PermitTTY no");
    assertThat(config.forLogin(ALICE).get(Settings.MAX_SESSIONS)).isEqualTo(1);
    assertThat(config.forLogin(ALICE).get(Settings.PERMIT_TTY)).isFalse();
  }

  @Test
  void a_keyword_of_the_server_as_a_whole_may_not_stand_in_a_Match_block() {
    assertThatThrownBy(() -> read("Match user alice", "Port 22"))
        .hasMessage("sshd_config line 2: Directive 'Port' is not allowed within a Match block");
  }

  @Test
  void Match_all_ends_a_Match_block_and_what_follows_holds_for_logins_too() throws Exception {
    ServerConfig config =
        read(
            "MaxSessions 5",
            "Match user alice",
            "MaxSessions 6",
            "Match all",
            "Port 2222",
            "MaxSessions 7");
    assertThat(config.get(Settings.PORT)).containsExactly(2222);
    assertThat(config.get(Settings.MAX_SESSIONS)).isEqualTo(5);
    assertThat(config.forLogin(ALICE).get(Settings.MAX_SESSIONS)).isEqualTo(6);
    Candidate bob = new Candidate("bob", true, "10.1.2.3", "10.1.2.3", "192.0.2.1", 22);
    assertThat(config.forLogin(bob).get(Settings.MAX_SESSIONS)).isEqualTo(7);
  }

  @Test
  void mistakes_in_a_Match_block_are_told_at_the_start() {
    assertThatThrownBy(() -> read("Match user nobody", "PermitTTY perhaps"))
        .hasMessageContaining("line 2: unsupported option");
    assertThatThrownBy(() -> read("Match user nobody", "RDomain 1")).hasMessageContaining("unsafe");
  }

  @Test
  void an_included_file_counts_where_its_line_stands_and_keeps_its_own_Match() throws Exception {
    Path included = folder.resolve("included");
    Files.writeString(included, "MaxAuthTries 2\nMatch user alice\nPermitTTY no\n");
    ServerConfig config = read("Include " + included, "MaxAuthTries 5", "Banner /b");
    assertThat(config.get(Settings.MAX_AUTH_TRIES)).isEqualTo(2);
    assertThat(config.get(Settings.BANNER)).isEqualTo("/b");
    assertThat(config.forLogin(ALICE).get(Settings.PERMIT_TTY)).isFalse();

    Files.writeString(included, "Match all\nPermitTTY no\n");
    ServerConfig nested = read("Match user bob", "Include " + included);
    assertThat(nested.forLogin(ALICE).get(Settings.PERMIT_TTY)).isTrue();
  }

  @Test
  void a_file_that_includes_itself_is_an_error() throws Exception {
    Path file = folder.resolve("self");
    Files.writeString(file, "Include " + file + "\n");
    assertThatThrownBy(() -> new ServerConfigReader(log).file(file))
        .hasMessage(file + " line 1: Too many recursive configuration includes");
  }

  @Test
  void Match_and_Include_are_no_options_of_the_command_line() {
    assertThatThrownBy(() -> read(List.of("Match all")))
        .hasMessageContaining("not supported as a command-line option");
    assertThatThrownBy(() -> read(List.of("Include /etc/x")))
        .hasMessageContaining("not supported as a command-line option");
  }

  @Test
  void a_subsystem_is_a_command_line() throws Exception {
    ServerConfig config =
        read("Subsystem echo /bin/echo \"a b\" -l", "Subsystem sftp internal-sftp -R");
    assertThat(config.get(Settings.SUBSYSTEM))
        .containsEntry("echo", "/bin/echo \"a b\" -l")
        .containsEntry("sftp", "internal-sftp -R");
  }

  @Test
  void the_dump_reads_as_the_same_configuration() throws Exception {
    ServerConfig config =
        read(
            "Port 2022",
            "ListenAddress [::1]:22",
            "ListenAddress 127.0.0.1",
            "HostKey /k",
            "Banner /b",
            "SetEnv A=b",
            "RekeyLimit 1G 1h",
            "MaxStartups 3:50:9",
            "AuthorizedKeysFile none",
            "PidFile none");
    String[] dump = config.lines().toArray(String[]::new);
    assertThat(dump)
        .contains(
            "RekeyLimit 1073741824 3600", "ListenAddress [::1]:22", "ListenAddress 127.0.0.1:2022");
    assertThat(read(dump).lines()).containsExactly(dump);
  }

  @Test
  void a_missing_file_is_one_clear_line() {
    Path file = folder.resolve("none");
    assertThatThrownBy(() -> new ServerConfigReader(log).file(file))
        .hasMessage(file + ": No such file or directory");
  }

  @Test
  void what_is_about_keys_and_users_is_read_and_shown() throws Exception {
    List<String> lines =
        List.of(
            "PubkeyAuthOptions touch-required verify-required",
            "TrustedUserCAKeys /etc/ssh/ca.pub",
            "AuthorizedPrincipalsFile %h/.ssh/principals",
            "RevokedKeys /etc/ssh/krl",
            "CASignatureAlgorithms ssh-ed25519,rsa-sha2-512",
            "RequiredRSASize 3072",
            "AllowUsers alice",
            "AllowUsers bob@10.0.0.0/8,!10.6.6.6",
            "DenyUsers eve*",
            "AllowGroups wheel",
            "DenyGroups guests",
            "AuthenticationMethods publickey,password publickey,publickey",
            "HostCertificate /etc/ssh/host-cert.pub");
    assertThat(read(lines.toArray(String[]::new)).lines()).containsAll(lines);
    assertThat(read().lines())
        .contains(
            "PubkeyAuthOptions none",
            "TrustedUserCAKeys none",
            "AuthorizedPrincipalsFile none",
            "AuthenticationMethods any")
        .noneMatch(line -> line.startsWith("AllowUsers") || line.startsWith("HostCertificate"));
  }

  @Test
  void users_keys_are_accepted_by_certificate_unless_a_list_says_otherwise() throws Exception {
    assertThat(read().get(Settings.PUBKEY_ACCEPTED_ALGORITHMS))
        .startsWith("ssh-ed25519-cert-v01@openssh.com")
        .contains("ssh-ed25519");
    assertThat(read("PubkeyAcceptedAlgorithms -*cert*").get(Settings.PUBKEY_ACCEPTED_ALGORITHMS))
        .contains("ssh-ed25519")
        .noneMatch(name -> name.contains("cert"));
    assertThat(read().get(Settings.CA_SIGNATURE_ALGORITHMS))
        .noneMatch(name -> name.contains("cert") || name.equals("ssh-rsa"));
  }

  @Test
  void the_lists_of_users_in_a_Match_block_take_the_place_of_the_others() throws Exception {
    ServerConfig config = read("AllowUsers bob", "Match address 10.0.0.0/8", "AllowUsers alice");
    assertThat(config.forLogin(ALICE).get(Settings.ALLOW_USERS)).hasToString("[alice]");
  }

  @Test
  void RSA_keys_shorter_than_usual_are_let_in_only_when_asked_for_and_that_is_told()
      throws Exception {
    assertThat(read().get(Settings.REQUIRED_RSA_SIZE)).isEqualTo(2048);
    assertThat(read("RequiredRSASize 512").get(Settings.REQUIRED_RSA_SIZE)).isEqualTo(1024);
    assertThat(logged()).isEqualTo("sshd_config line 1: RequiredRSASize 1024 lets weak keys in\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "group staff|true",
        "group sta*,other|true",
        "group other|false",
        "group !sudo,*|false",
        "group=staff user=alice|true",
        "group staff user bob|false",
        "user !alice,*|false",
        "user !bob,*|true",
        "invalid-user|false",
        "host 10.1.2.3|true",
        "host !10.1.2.3,*|false",
        "address 10.0.0.0/8|true",
        "address !10.1.2.0/24,10.0.0.0/8|false",
        "localaddress 192.0.2.0/24 localport 22|true",
        "localport 23|false",
        "version OpenSSH_1*|true",
        "version OpenSSH_9*|false",
        "all|true"
      })
  void each_criterion_of_Match_may_hold_or_not(String criteria, boolean holds) throws Exception {
    ServerConfig config = read("Match " + criteria, "  MaxSessions 3");
    Candidate alice =
        new Candidate(
            "alice", true, "10.1.2.3", "10.1.2.3", "192.0.2.1", 22, () -> List.of("staff", "sudo"));
    assertThat(config.forLogin(alice).get(Settings.MAX_SESSIONS)).isEqualTo(holds ? 3 : 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"user *", "group *", "host *", "address *", "localaddress *", "localport 22"})
  void what_a_test_of_the_configuration_does_not_say_matches_nothing(String criteria)
      throws Exception {
    ServerConfig config = read("Match " + criteria, "  MaxSessions 3");
    Candidate nobody = new Candidate("", true, "", "", "", 0, () -> List.of("staff"));
    assertThat(config.forLogin(nobody).get(Settings.MAX_SESSIONS)).isEqualTo(10);
  }
}
