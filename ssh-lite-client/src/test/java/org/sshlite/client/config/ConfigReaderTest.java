package org.sshlite.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.client.trust.UpdateHostKeys;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.knownhosts.VerifyHostKeyDns;
import org.sshlite.program.config.ConfigException;

class ConfigReaderTest extends ConfigFiles {
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
  void RefuseConnection_says_why_in_the_words_of_the_file() throws Exception {
    write(users, "Host build-*", "  Port 2", "  RefuseConnection \"gone: use build2\"");
    assertThatThrownBy(() -> readFor("build-7", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessage(users + " line 3: RefuseConnection: gone: use build2");
  }

  @Test
  void RefuseConnection_of_other_hosts_refuses_nobody() throws Exception {
    write(users, "Host build-*", "  RefuseConnection gone", "Host *", "  Port 2");
    readFor("web", "");
    assertThat(config.port.get()).isEqualTo(2);
  }

  @Test
  void the_first_value_of_a_file_wins() throws Exception {
    read("ServerAliveInterval 1m", "ServerAliveInterval 5", "Compression no", "Compression yes");
    assertThat(config.serverAliveInterval.get()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.compression.get()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Port seashell|Bad port 'seashell'.",
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

  /** As ssh, which a file that is the same on many machines needs. */
  @Test
  void a_pattern_in_the_home_folder_of_nobody_matches_nothing() throws Exception {
    read("Include ~no-such-user/config", "Port 2");
    assertThat(config.port.get()).isEqualTo(2);
    assertThat(logged()).isEmpty();
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
    read("PKCS11Provider p11.so", "HashKnownHosts no", "Tunnel yes");
    assertThat(logged().lines())
        .containsExactlyInAnyOrder(
            users
                + " line 1: PKCS11Provider is not supported yet: ignored; an agent has such keys:"
                + " ssh-add -s",
            users + " line 3: Tunnel is not supported yet: ignored");
  }

  @Test
  void what_others_wrote_for_other_hosts_is_not_worth_a_word() throws Exception {
    read("Host other", "Tunnel yes", "LogVerbose *");
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
        "ControlMaster auto",
        "ControlPersist 10m",
        "ForkAfterAuthentication yes",
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
        .hasMessage("Can't open user config file /no/such: No such file or directory");
    assertThatThrownBy(() -> reader.files(new MatchContext("h", "", local()), Optional.of("")))
        .hasMessage("Can't open user config file : No such file or directory");
  }
}
