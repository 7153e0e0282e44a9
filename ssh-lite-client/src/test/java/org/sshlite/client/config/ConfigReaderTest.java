package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

class ConfigReaderTest {
  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);
  private final ClientConfig config = new ClientConfig();
  private final Map<String, String> environment = new HashMap<>();
  private Path users;
  private Path system;
  private ConfigReader reader;
  private Tokens names;

  @BeforeEach
  void set_up() throws Exception {
    log.redirect(folder.resolve("log"));
    users = Files.createDirectories(folder.resolve("home/.ssh")).resolve("config");
    system = Files.createDirectories(folder.resolve("etc")).resolve("ssh_config");
    reader = new ConfigReader(config, log, system.getParent());
  }

  private String logged() throws Exception {
    return Files.readString(folder.resolve("log"));
  }

  private Tokens.LocalUser local() {
    return new Tokens.LocalUser(
        System.getProperty("user.name"), folder.resolve("home"), environment::get);
  }

  private void write(Path file, String... lines) throws Exception {
    Files.writeString(file, String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void readFor(String host, String command) throws ConfigException {
    names = reader.files(new MatchContext(host, command, local()), Optional.empty());
    config.judge(new Call(names.host(), true, true), log);
  }

  private void read(String... lines) throws Exception {
    write(users, lines);
    readFor("build-7", "");
  }

  @Test
  void the_defaults_are_those_of_OpenSSH() throws Exception {
    readFor("build-7", "");
    assertThat(config.strictHostKeyChecking.get()).isEqualTo(StrictHostKeyChecking.ASK);
    assertThat(config.numberOfPasswordPrompts.get()).isEqualTo(3);
    assertThat(config.serverAliveCountMax.get()).isEqualTo(3);
    assertThat(config.port.get()).isEqualTo(22);
    assertThat(config.batchMode.get()).isFalse();
    assertThat(config.hashKnownHosts.get()).isFalse();
  }

  @Test
  void the_command_line_wins_over_the_users_file_and_that_over_the_systems() throws Exception {
    write(system, "Port 3", "User system", "BatchMode yes");
    write(users, "Port 2", "User own");
    reader.option("Port=1");
    readFor("build-7", "");
    assertThat(config.port.get()).isEqualTo(1);
    assertThat(config.user.get()).contains("own");
    assertThat(config.batchMode.get()).isTrue();
  }

  @Test
  void the_first_value_of_a_file_wins() throws Exception {
    read("ServerAliveInterval 1m", "ServerAliveInterval 5", "Compression no", "Compression yes");
    assertThat(config.serverAliveInterval.get()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.compression.get()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "build-7, true",
    "build-*, true",
    "other build-?, true",
    "BUILD-7, false",
    "* !build-7, false",
    "!build-7 *, false",
    "!other *, true",
    "!build-7, false",
    "!other, false",
  })
  void a_Host_block_counts_when_a_pattern_matches_and_no_negated_one(
      String patterns, boolean counts) throws Exception {
    read("Host " + patterns, "Port 2222");
    assertThat(config.port.isSet()).isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all|true",
        "!all|false",
        "host build-7|true",
        "host=build-7|true",
        "host other|false",
        "!host other|true",
        "host build-7 user bob|true",
        "host build-7 user Bob|false",
        "user=bob|true",
        "originalhost build-7|true",
        "originalhost real.example|false",
        "tagged prod|true",
        "tagged \"\"|false",
        "command \"uptime *\"|true",
        "command \"\"|false",
        "sessiontype exec|true",
        "sessiontype shell|false",
        "exec \"test %h = build-7\"|true",
        "exec false|false",
        "!exec false|true",
        "final|true",
        "canonical|false",
        "final all|true",
        "canonical all|false",
        "!final all|true",
        "final !all|false",
        "host build-7 all|true",
        "host other all|false",
        "!final user bob|true",
        "version OpenSSH_10.*|true",
        "version OpenSSH_9.*|false",
        "localnetwork 127.0.0.0/8|true",
        "localnetwork 203.0.113.0/24|false",
      })
  void a_Match_block_counts_when_all_criteria_hold(String criteria, boolean counts)
      throws Exception {
    reader.option("User=bob");
    reader.option("Tag=prod");
    write(users, "Match " + criteria, "Port 2222");
    readFor("build-7", "uptime -p");
    assertThat(config.port.isSet()).isEqualTo(counts);
  }

  @Test
  void Match_host_sees_the_HostName_that_is_in_force() throws Exception {
    read("HostName %h.example.org", "Match host build-7.example.org", "Port 2222");
    assertThat(config.port.get()).isEqualTo(2222);
  }

  @Test
  void in_the_final_pass_Host_is_about_the_name_that_came_of_it() throws Exception {
    read(
        "Host build-7",
        "  HostName B7.Example.org",
        "  User first",
        "Host b7.example.org",
        "  Port 2222",
        "  User late",
        "Match originalhost build-7",
        "  Tag prod",
        "Match final host b7.example.org",
        "  HostName late.example.org",
        "  IdentitiesOnly yes");
    assertThat(names.host()).isEqualTo("b7.example.org");
    assertThat(config.user.get()).contains("first");
    assertThat(config.port.get()).isEqualTo(2222);
    assertThat(config.tag.get()).contains("prod");
    assertThat(config.identitiesOnly.get()).isTrue();
  }

  @Test
  void each_pass_runs_the_commands_of_Match_anew() throws Exception {
    Path witness = folder.resolve("ran");
    read("Match exec \"echo %h %k %n >>" + witness + "\"", "Match final", "HostName %h.x");
    assertThat(witness).hasContent("build-7 build-7 build-7\nbuild-7 build-7 build-7");
  }

  @Test
  void a_name_that_is_made_canonical_is_matched_anew() throws Exception {
    write(
        users,
        "CanonicalizeHostname yes",
        "Host 127.0.0.1",
        "Port 2222",
        "Host loop",
        "HostName 127.1",
        "Match canonical all",
        "User canonical");
    readFor("loop", "");
    assertThat(names.host()).isEqualTo("127.0.0.1");
    assertThat(config.port.get()).isEqualTo(2222);
    assertThat(config.user.get()).contains("canonical");
  }

  @Test
  void a_file_whose_name_cannot_be_made_is_passed_over() throws Exception {
    read("Include ${NOT_SET}/config", "Port 2222");
    assertThat(config.port.get()).isEqualTo(2222);
    assertThat(logged()).contains(users + " line 1: Unable to expand");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localnetwork 127.0.0.1/8",
        "localnetwork x",
        "version",
        "sessiontype=shell",
        "nonsense x",
        "host",
        "host \"\"",
        "all host x",
        "host build-7 user bob all",
      })
  void a_Match_that_cannot_be_judged_is_an_error_with_file_and_line(String criteria)
      throws Exception {
    write(users, "# comment", "Match " + criteria, "Port 2222");
    assertThatThrownBy(() -> readFor("build-7", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(users + " line 2: ");
  }

  @Test
  void a_command_of_Match_is_not_run_when_another_criterion_already_fails() throws Exception {
    Path witness = folder.resolve("ran");
    read("Match host other exec \"touch " + witness + "\"", "Port 1", "Host *", "Port 2");
    assertThat(witness).doesNotExist();
    assertThat(config.port.get()).isEqualTo(2);
  }

  @Test
  void nothing_of_a_file_that_is_included_for_other_hosts_counts_or_runs() throws Exception {
    Path witness = folder.resolve("ran");
    write(
        users.resolveSibling("more"),
        "Host *",
        "Port 2222",
        "Match exec \"touch " + witness + "\"",
        "User eve");
    read("Host other", "Include more", "Host *", "BatchMode yes");
    assertThat(config.port.isSet()).isFalse();
    assertThat(config.user.isSet()).isFalse();
    assertThat(config.batchMode.get()).isTrue();
    assertThat(witness).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Port ssh|Bad port 'ssh'.",
        "Port 65536|Bad port '65536'.",
        "Port 22 23|keyword Port extra arguments at end of line",
        "Port|no argument after keyword \"Port\"",
        "BatchMode maybe|unsupported option \"maybe\".",
        "StrictHostKeyChecking sometimes|unsupported option \"sometimes\".",
        "ConnectTimeout soon|invalid time value.",
        "RekeyLimit 1X|Bad number '1X'",
        "RekeyLimit 8|RekeyLimit too small",
        "Ciphers rot13|Bad Ciphers 'rot13'.",
        "KexAlgorithms curve|Bad KexAlgorithms 'curve'.",
        "SendEnv A=B|Invalid environment name.",
        "SetEnv A|Invalid SetEnv.",
        "EscapeChar ~~|Bad escape character.",
        "IdentityFile \"open|invalid quotes",
        "Prot 22|Bad configuration option: Prot",
      })
  void a_bad_line_is_told_with_file_and_line_even_in_a_block_for_other_hosts(
      String line, String problem) throws Exception {
    write(users, "Host other", "", "  " + line);
    assertThatThrownBy(() -> readFor("build-7", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessage(users + " line 3: " + problem);
  }

  @Test
  void IgnoreUnknown_lets_unknown_keywords_pass() throws Exception {
    read("IgnoreUnknown Use*,Prot", "UseKeychain yes", "Port 5");
    assertThat(config.port.get()).isEqualTo(5);
  }

  @Test
  void included_files_may_be_relative_patterns_and_keep_the_block_they_stand_in() throws Exception {
    Files.createDirectories(users.resolveSibling("config.d"));
    write(users.resolveSibling("config.d").resolve("a"), "Host other", "Port 1");
    write(users.resolveSibling("config.d").resolve("b"), "User bob");
    read("Host build-7", "Include config.d/*", "Port 2");
    assertThat(config.user.get()).contains("bob");
    assertThat(config.port.get()).isEqualTo(2);
  }

  @Test
  void a_file_that_includes_itself_is_an_error() throws Exception {
    write(users, "Include config");
    assertThatThrownBy(() -> readFor("build-7", ""))
        .hasMessage(users + " line 1: Too many recursive configuration includes");
  }

  @Test
  void a_file_that_others_may_write_is_refused() throws Exception {
    write(users, "Port 2");
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThatThrownBy(() -> readFor("build-7", ""))
        .hasMessage("Bad owner or permissions on " + users);
  }

  @Test
  void an_included_file_that_others_may_write_is_refused() throws Exception {
    write(users, "Include more");
    Path more = users.resolveSibling("more");
    write(more, "Port 2");
    Files.setPosixFilePermissions(more, PosixFilePermissions.fromString("rw-r--rw-"));
    assertThatThrownBy(() -> readFor("build-7", ""))
        .hasMessage("Bad owner or permissions on " + more);
  }

  @Test
  void what_is_not_supported_yet_is_told_in_one_line() throws Exception {
    read("VisualHostKey yes", "HashKnownHosts no", "ControlMaster auto", "ControlPath ~/.ssh/%C");
    assertThat(logged().lines())
        .containsExactlyInAnyOrder(
            users + " line 1: VisualHostKey is not supported yet: ignored",
            users + " line 3: ControlMaster is not supported yet: ignored");
  }

  @Test
  void what_others_wrote_for_other_hosts_is_not_worth_a_word() throws Exception {
    read(
        "Host other",
        "ProxyUseFdpass yes",
        "VisualHostKey yes",
        "ChannelTimeout session=1m",
        "ForkAfterAuthentication yes");
    assertThat(logged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KbdInteractiveAuthentication yes", // as OpenSSH's default
        "SecurityKeyProvider $SSH_SK_PROVIDER",
        "ForwardX11Trusted yes", // nothing is forwarded
        "ForwardX11Timeout 5m",
        "GatewayPorts yes",
        "ControlMaster auto", // without a ControlPath
        "ControlPersist 10m",
        "LocalCommand date", // without PermitLocalCommand
        "PermitLocalCommand yes",
        "NoHostAuthenticationForLocalhost yes", // this is another host
        "SyslogFacility AUTH",
        "IPQoS throughput", // the system's default
        "EnableSSHKeysign yes",
        "GSSAPIAuthentication yes",
        "GSSAPIKexAlgorithms gss-curve25519-sha256-",
        "CanonicalizePermittedCNAMEs *.a:*.b", // nothing is canonicalized
        "MACs hmac-md5-96,hmac-sha2-256",
      })
  void what_makes_no_difference_to_this_call_is_not_worth_a_word(String line) throws Exception {
    read(line);
    assertThat(logged()).isEmpty();
  }

  @Test
  void what_is_about_terminals_or_agents_does_not_matter_without() throws Exception {
    write(users, "ObscureKeystrokeTiming yes", "EnableEscapeCommandline yes", "AddKeysToAgent yes");
    names = reader.files(new MatchContext("build-7", "date", local()), Optional.empty());
    config.judge(new Call("build-7", false, false), log);
    assertThat(logged()).isEmpty();
    assertThatThrownBy(() -> config.judge(new Call("build-7", true, false), log))
        .hasMessageContaining("ObscureKeystrokeTiming");
  }

  @Test
  void Fedoras_files_are_read_without_a_word() throws Exception {
    write(
        system.resolveSibling("openssh.config"),
        "Ciphers aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr",
        "MACs hmac-sha2-256-etm@openssh.com,hmac-md5-96",
        "GSSAPIKexAlgorithms gss-curve25519-sha256-,gss-nistp256-sha256-",
        "KexAlgorithms mlkem768x25519-sha256,curve25519-sha256,diffie-hellman-group14-sha256",
        "PubkeyAcceptedAlgorithms ecdsa-sha2-nistp256,ssh-ed25519,rsa-sha2-256",
        "CASignatureAlgorithms ecdsa-sha2-nistp256,ssh-ed25519",
        "RequiredRSASize 2048");
    write(
        system,
        "Match final all",
        "  Include " + system.resolveSibling("openssh.config"),
        "  GSSAPIAuthentication yes",
        "  ForwardX11Trusted yes",
        "  SendEnv LANG LC_CTYPE LC_NUMERIC",
        "Match canonical all",
        "  Port 1");
    readFor("build-7", "");
    assertThat(config.ciphers.get()).startsWith("aes256-gcm@openssh.com");
    assertThat(config.macs.get()).containsExactly("hmac-sha2-256-etm@openssh.com", "hmac-md5-96");
    assertThat(config.sendEnv()).contains("LC_CTYPE");
    assertThat(config.port.get()).as("canonical is the same pass").isEqualTo(1);
    assertThat(logged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProxyUseFdpass yes",
        "ChannelTimeout session=1m",
        "ObscureKeystrokeTiming yes",
        "ForkAfterAuthentication yes",
      })
  void what_would_be_weaker_without_it_is_refused(String line) throws Exception {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(users + " line 1: ")
        .hasMessageEndingWith("is not supported yet, and to ignore it would be unsafe");
  }

  @Test
  void a_KnownHostsCommand_that_PATH_would_choose_is_refused() {
    assertThatThrownBy(() -> read("KnownHostsCommand keys %H"))
        .hasMessageEndingWith("KnownHostsCommand must be an absolute path");
  }

  @Test
  void host_keys_are_updated_only_in_the_usual_files_unless_told_so() throws Exception {
    assertThat(config.updateHostKeysInForce()).isEqualTo(UpdateHostKeys.YES);
    read("UserKnownHostsFile /tmp/hosts");
    assertThat(config.updateHostKeysInForce()).isEqualTo(UpdateHostKeys.NO);
    reader.option("UpdateHostKeys=ask");
    assertThat(config.updateHostKeysInForce()).isEqualTo(UpdateHostKeys.ASK);
  }

  @Test
  void SSHFP_records_are_not_asked_for_unless_told_so() throws Exception {
    assertThat(config.verifyHostKeyDns.get()).isEqualTo(VerifyHostKeyDns.NO);
    read("VerifyHostKeyDNS Ask");
    assertThat(config.verifyHostKeyDns.get()).isEqualTo(VerifyHostKeyDns.ASK);
    assertThatThrownBy(() -> reader.option("VerifyHostKeyDNS=perhaps"))
        .hasMessageEndingWith("unsupported option \"perhaps\".");
  }

  @Test
  void certificates_are_proposed_before_plain_keys() {
    assertThat(config.hostKeyAlgorithms.get())
        .startsWith("ssh-ed25519-cert-v01@openssh.com")
        .contains("ssh-ed25519");
    assertThat(config.pubkeyAcceptedAlgorithms.get()).contains("ssh-ed25519-cert-v01@openssh.com");
  }

  @Test
  void the_first_of_ProxyJump_and_ProxyCommand_decides() throws Exception {
    reader.option("ProxyCommand=none");
    read("ProxyJump gate");
    assertThat(logged()).isEmpty();
  }

  @Test
  void a_forward_that_is_cleared_is_not_worth_a_word() throws Exception {
    read("LocalForward 1 h:1", "ExitOnForwardFailure yes", "ClearAllForwardings yes");
    assertThat(logged()).isEmpty();
  }

  @Test
  void Debians_system_file_is_read_without_a_word() throws Exception {
    Files.createDirectories(system.resolveSibling("ssh_config.d"));
    write(
        system,
        "Include " + system.resolveSibling("ssh_config.d") + "/*.conf",
        "Host *",
        "    SendEnv LANG LC_*",
        "    HashKnownHosts yes",
        "    GSSAPIAuthentication yes");
    readFor("build-7", "");
    assertThat(config.sendEnv()).containsExactly("LANG", "LC_*");
    assertThat(config.hashKnownHosts.get()).isTrue();
    assertThat(logged()).isEmpty();
  }

  @Test
  void a_system_file_must_not_include_from_a_home_folder() throws Exception {
    write(system, "Include ~/config");
    assertThatThrownBy(() -> readFor("build-7", ""))
        .hasMessage(system + " line 1: bad include path ~/config.");
  }

  @Test
  void names_to_send_add_up_and_can_be_taken_out_again() throws Exception {
    read("SendEnv LANG LC_* FOO", "SendEnv -LC_* BAR");
    assertThat(config.sendEnv()).containsExactly("LANG", "FOO", "BAR");
  }

  @Test
  void identity_files_add_up_in_their_order_without_repetition() throws Exception {
    reader.option("IdentityFile=~/a");
    write(system, "IdentityFile ~/d");
    read("IdentityFile ~/b", "IdentityFile ~/a");
    assertThat(config.identityFiles())
        .containsExactly(
            new IdentityFile("~/a", true),
            new IdentityFile("~/b", true),
            new IdentityFile("~/d", false));
  }

  @Test
  void of_a_variable_that_is_set_twice_the_first_value_counts() throws Exception {
    read("SetEnv A=1 \"B=x y\" A=2", "SetEnv C=3");
    assertThat(config.setEnv.get()).containsExactly("A=1", "B=x y");
  }

  @Test
  void algorithm_lists_change_the_default() throws Exception {
    List<String> defaults = config.ciphers.get();
    read("Ciphers -chacha20*", "KexAlgorithms ^curve25519-sha256");
    assertThat(config.ciphers.get())
        .isNotEmpty()
        .doesNotContain("chacha20-poly1305@openssh.com")
        .allMatch(defaults::contains);
    assertThat(config.kexAlgorithms.get()).startsWith("curve25519-sha256").hasSizeGreaterThan(2);
  }

  @Test
  void a_file_of_F_takes_the_place_of_the_usual_ones() throws Exception {
    write(users, "Port 2");
    write(system, "User bob");
    Path other = folder.resolve("other");
    write(other, "Port 3");
    reader.files(new MatchContext("h", "", local()), Optional.of(other.toString()));
    assertThat(config.port.get()).isEqualTo(3);
    assertThat(config.user.isSet()).isFalse();
  }

  @Test
  void F_none_reads_nothing() throws Exception {
    write(users, "Port 2");
    reader.files(new MatchContext("h", "", local()), Optional.of("none"));
    assertThat(config.port.isSet()).isFalse();
  }

  @Test
  void a_file_of_F_that_is_missing_is_an_error() {
    assertThatThrownBy(
            () -> reader.files(new MatchContext("h", "", local()), Optional.of("/no/such")))
        .hasMessage("/no/such: No such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host=*", "Match=all", "Include=x"})
  void blocks_have_no_place_on_the_command_line(String option) {
    assertThatThrownBy(() -> reader.option(option))
        .hasMessageContaining("directive not supported as a command-line option");
  }
}
