package org.sshlite.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.client.config.AddressFamily;
import org.sshlite.client.config.ClientConfig;
import org.sshlite.client.config.ConfigReader;
import org.sshlite.client.config.Destination;
import org.sshlite.client.config.EscapeCharacter;
import org.sshlite.client.config.IdentityFile;
import org.sshlite.client.config.RequestTty;
import org.sshlite.client.config.SessionType;
import org.sshlite.program.config.ConfigException;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

class CommandLineTest {
  private final ClientConfig config = new ClientConfig();
  private final CommandLine line =
      new CommandLine(config, new ConfigReader(config, new StderrLog(LogLevel.QUIET)));

  private CommandLine parse(String text) throws UsageException, ConfigException {
    line.parse(text.split(" "));
    return line;
  }

  @Test
  void destination_and_command() throws Exception {
    parse("alice@build-7 ls -l /tmp");
    assertThat(line.destination().host()).isEqualTo("build-7");
    assertThat(config.user.get()).contains("alice");
    assertThat(line.command()).isEqualTo("ls -l /tmp");
  }

  @Test
  void options_may_follow_the_destination_but_not_the_command() throws Exception {
    parse("build-7 -p 2222 -v uname -a -p 3");
    assertThat(config.port.get()).isEqualTo(2222);
    assertThat(config.logLevel.get()).isEqualTo(LogLevel.DEBUG1);
    assertThat(line.command()).isEqualTo("uname -a -p 3");
  }

  @ParameterizedTest
  @CsvSource({
    "-- build-7 -p 3, -p 3",
    "build-7 -- -p 3, -p 3",
    "-q -- build-7 uname, uname",
    "build-7 echo -- x, echo -- x",
  })
  void two_dashes_end_the_options(String text, String command) throws Exception {
    parse(text);
    assertThat(line.destination().host()).isEqualTo("build-7");
    assertThat(line.command()).isEqualTo(command);
    assertThat(config.port.isSet()).isFalse();
  }

  @Test
  void letters_may_be_bundled_and_a_value_may_be_attached() throws Exception {
    parse("-4Tp2222 -lbob build-7");
    assertThat(config.addressFamily.get()).isEqualTo(AddressFamily.INET);
    assertThat(config.requestTty.get()).isEqualTo(RequestTty.NO);
    assertThat(config.port.get()).isEqualTo(2222);
    assertThat(config.user.get()).contains("bob");
  }

  @ParameterizedTest
  @CsvSource({
    "-l bob alice@h, bob, 22",
    "-p 1 ssh://alice@h:2, alice, 1",
    "ssh://alice@h:2 -p 1 -l bob, alice, 2",
    "-o Port=5 -p 6 alice@h, alice, 5",
  })
  void the_first_user_and_port_win(String text, String user, int port) throws Exception {
    parse(text);
    assertThat(config.user.get()).contains(user);
    assertThat(config.port.get()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "-v h, DEBUG1",
    "-vv h, DEBUG2",
    "-v -v -v -v h, DEBUG3",
    "-q h, QUIET",
    "-o LogLevel=ERROR h, ERROR",
    "-o LogLevel=ERROR -v h, DEBUG1",
  })
  void how_much_is_said(String text, LogLevel level) throws Exception {
    parse(text);
    assertThat(config.logLevel.get()).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"-t h, YES", "-tt h, FORCE", "-t -t h, FORCE", "-T h, NO", "-N h, NO", "h, AUTO"})
  void whether_a_terminal_is_wanted(String text, RequestTty tty) throws Exception {
    parse(text);
    assertThat(config.requestTty.get()).isEqualTo(tty);
  }

  @Test
  void sessions_of_other_types() throws Exception {
    parse("-s h sftp");
    assertThat(config.sessionType.get()).isEqualTo(SessionType.SUBSYSTEM);
    assertThat(line.command()).isEqualTo("sftp");
  }

  @Test
  void the_last_cipher_list_counts_and_the_first_o_option() throws Exception {
    parse("-c aes128-gcm@openssh.com -c aes256-gcm@openssh.com h");
    assertThat(config.ciphers.get()).containsExactly("aes256-gcm@openssh.com");
  }

  @Test
  void identity_files_with_blanks_in_their_names(@TempDir Path folder) throws Exception {
    String file = Files.createFile(folder.resolve("my \"id\"")).toString();
    line.parse(new String[] {"-i", file, "h"});
    assertThat(config.identityFiles()).containsExactly(new IdentityFile(file, true));
  }

  @Test
  void an_identity_file_that_is_not_there_is_told_of_and_the_usual_ones_stay() throws Exception {
    parse("-i /nowhere/%h h");
    assertThat(config.identityFiles()).isEmpty();
    assertThat(line.notices())
        .containsExactly(
            "Warning: Identity file /nowhere/%h not accessible: No such file or directory.");
  }

  @Test
  void the_rest_of_the_options() throws Exception {
    parse("-C -n -e none -F file -E log -P tag -6 h");
    assertThat(config.compression.get()).isTrue();
    assertThat(config.stdinNull.get()).isTrue();
    assertThat(config.escapeChar.get()).isEqualTo(EscapeCharacter.NONE);
    assertThat(line.configFile()).contains("file");
    assertThat(line.logFile()).contains("log");
    assertThat(config.tag.get()).contains("tag");
    assertThat(config.addressFamily.get()).isEqualTo(AddressFamily.INET6);
  }

  @Test
  void version_and_queries_need_no_destination() throws Exception {
    assertThat(parse("-V").version()).isTrue();
  }

  @Test
  void a_query_is_answered_whatever_follows() throws Exception {
    assertThat(parse("-Q cipher").query()).contains("cipher");
  }

  /** What is said of what has no effect yet. */
  private String judged(String text, Path folder) throws Exception {
    Path file = folder.resolve("log");
    StderrLog log = new StderrLog(LogLevel.INFO);
    log.redirect(file);
    parse(text).notices().forEach(log::info);
    config.judge(log);
    return Files.readString(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-a h",
        "-x h",
        "-2 h",
        "-k h",
        "-S none h",
        "-M h",
        "-M -S path h",
        "-f h",
        "-g h",
        "-A -a h",
        "-S x h",
        "-A h",
        "-X h",
        "-Y h",
        "-L 1:h:1 h",
        "-R 1:h:1 h",
        "-D 1 h",
        "-J gate h",
        "-W h:1 g",
        "-b a h",
        "-B eth0 h"
      })
  void what_is_so_is_not_worth_a_word(String text, @TempDir Path folder) throws Exception {
    assertThat(judged(text, folder)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-I p h, PKCS11Provider is not supported yet: ignored; an agent has such keys: ssh-add -s",
    "-K h, -K: there is no login by GSSAPI here: ignored",
  })
  void what_only_gives_less_is_told(String text, String what, @TempDir Path folder)
      throws Exception {
    assertThat(judged(text, folder)).endsWith(what + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-w 0 h",
      })
  void what_would_mislead_is_refused(String text, @TempDir Path folder) {
    assertThatThrownBy(() -> judged(text, folder)).hasMessageContaining(" is not supported yet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-p 0 h|Bad port '0'",
        "-p x h|Bad port 'x'",
        "-c x h|Unknown cipher type 'x'",
        "-c +aes128-ctr,x h|Unknown cipher type '+aes128-ctr,x'",
        "-m x h|Unknown mac type 'x'",
        "-J a,,b h|Invalid -J argument",
        "-J :22 h|Invalid -J argument",
        "-w x h|Bad tun device 'x'",
        "-L 1:x h|Bad local forwarding specification '1:x'",
        "-D 0 h|Bad dynamic forwarding specification '0'",
        "-J a -J b h|Only a single -J option is permitted (use commas to separate multiple jump"
            + " hops)",
        "-o ProxyCommand=x -J b h|Cannot specify -J with ProxyCommand",
        "-W h h|Bad stdio forwarding specification 'h'",
        "-W h:99999 h|Bad stdio forwarding specification 'h:99999'",
        "-W a:1 -W b:1 h|stdio forward already specified",
        "-e ab h|Bad escape character 'ab'.",
        "-p 22 --hosts a,b x|--hosts must come before all other options",
        "-1 h|SSH protocol v.1 is no longer supported",
        "-N -s h x|Cannot specify -s with -N/SessionType",
        "-s -N h x|Cannot specify -N with -s/SessionType",
        "-l a;b h|remote username contains invalid characters",
        "a`b@h|remote username contains invalid characters",
        "$(x)|hostname contains invalid characters",
        "-- -oProxyCommand=x|hostname contains invalid characters",
      })
  void what_is_wrong_is_said(String text, String problem) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(UsageException.class).hasMessage(problem);
  }

  @Test
  void an_empty_value_is_told_by_the_flag() {
    assertThatThrownBy(() -> line.parse(new String[] {"-c", "", "h"}))
        .hasMessage("Unknown cipher type ''");
    assertThatThrownBy(() -> line.parse(new String[] {"-J", "", "h"}))
        .hasMessage("Invalid -J argument");
  }

  @Test
  void an_empty_key_file_is_none() throws Exception {
    line.parse(new String[] {"-i", "", "h"});
    assertThat(line.notices())
        .containsExactly("Warning: Identity file  not accessible: No such file or directory.");
  }

  @Test
  void an_empty_host_is_looked_for_as_any_other() throws Exception {
    line.parse(new String[] {"-o", "=", ""});
    assertThat(line.destination().host()).isEmpty();
  }

  @Test
  void a_jump_host_may_end_in_a_colon() throws Exception {
    parse("-J gate:,[::1]: h");
    assertThat(config.proxyJump.get().orElseThrow().hosts())
        .extracting(Destination::host)
        .containsExactly("gate", "::1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-z h", "-p", "-vq", "@h", "-s h", "-: h"})
  void the_usage_is_shown(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("usage: ssh-lite ");
  }

  /** As kitty's ssh does: a flag that has a value stands before a blank, others in one word. */
  @Test
  void a_program_that_reads_the_usage_learns_which_flags_have_a_value() {
    Matcher brackets = Pattern.compile("\\[-([^]\\[]*)").matcher(Usage.TEXT);
    Set<Character> alone = new TreeSet<>();
    Set<Character> withValue = new TreeSet<>();
    while (brackets.find()) {
      String[] words = brackets.group(1).split(" ", 2);
      if (words.length == 2) {
        assertThat(words[0]).hasSize(1);
        withValue.add(words[0].charAt(0));
      } else {
        words[0].chars().forEach(letter -> alone.add((char) letter));
      }
    }
    assertThat(alone).doesNotContain('-').doesNotContainAnyElementsOf(withValue);
    assertThat(withValue).contains('F', 'i', 'J', 'L', 'l', 'o', 'p', 'R', 'S', 'W');
    assertThat(alone).contains('4', 'A', 'N', 't', 'v');
  }
}
