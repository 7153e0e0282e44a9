package org.sshlite.program.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLineTest {
  private static ConfigLine line(String text) throws ConfigException {
    return ConfigLine.parse("sshd_config", 7, text).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Port 22",
        "  Port\t22  ",
        "Port=22",
        "Port = 22",
        "Port =22",
        "\"Port\" 22",
        "\"Port\"=22",
        "Port \"22\"",
        "Port '22'",
        "Port 22 # ours",
        "Port 22\f",
        "Port 22\r",
        "=Port 22",
        " = Port 22"
      })
  void a_keyword_and_its_argument_are_found_however_they_are_joined(String text) throws Exception {
    ConfigLine line = line(text);
    assertThat(line.keyword()).isEqualTo("Port");
    assertThat(line.arguments()).containsExactly("22");
    assertThat(line.only()).isEqualTo("22");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "# Port 22",
        "\t# x",
        "\r",
        "=",
        "=====",
        "==Port 22",
        " = = Port 22",
        "= # x"
      })
  void blank_lines_comments_and_rules_of_equals_signs_hold_nothing(String text) throws Exception {
    assertThat(ConfigLine.parse("sshd_config", 1, text)).isEmpty();
  }

  @Test
  void only_one_equals_sign_is_skipped() throws Exception {
    assertThat(line("SetEnv A=b C==d").arguments()).containsExactly("A=b", "C==d");
    assertThat(line("SetEnv=A=b").arguments()).containsExactly("A=b");
    assertThat(line("Banner ==x").arguments()).containsExactly("=x");
  }

  @Test
  void a_number_sign_inside_a_word_is_no_comment() throws Exception {
    assertThat(line("Banner /etc/issue#1 # a comment").arguments()).containsExactly("/etc/issue#1");
    assertThat(line("Banner \"#1\"").arguments()).containsExactly("#1");
  }

  @Test
  void the_rest_is_kept_as_written() throws Exception {
    assertThat(line("ForceCommand  echo \"a  b\" # c").rest()).isEqualTo("echo \"a  b\" # c");
  }

  @Test
  void a_keyword_without_an_argument_is_an_error_with_file_and_line() {
    assertThatThrownBy(() -> line("Port"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("sshd_config line 7: no argument after keyword \"Port\"");
    assertThatThrownBy(() -> line("Port =")).hasMessageContaining("no argument after keyword");
  }

  @Test
  void an_open_quote_is_an_error() {
    assertThatThrownBy(() -> line("Banner \"/etc/issue"))
        .hasMessage("sshd_config line 7: invalid quotes");
    assertThatThrownBy(() -> line("\"Banner /etc/issue"))
        .hasMessage("sshd_config line 7: invalid quotes");
  }

  @Test
  void more_arguments_than_one_are_an_error() {
    assertThatThrownBy(() -> line("Port 22 23").only())
        .hasMessage("sshd_config line 7: keyword Port extra arguments at end of line");
  }

  @Test
  void a_comment_alone_is_a_missing_argument() {
    assertThatThrownBy(() -> line("Port # 22").only())
        .hasMessage("sshd_config line 7: missing argument.");
  }

  @Test
  void yes_and_no_are_read_without_regard_to_case() throws Exception {
    assertThat(line("StrictModes YES").yesNo()).isTrue();
    assertThat(line("StrictModes no").yesNo()).isFalse();
    assertThatThrownBy(() -> line("StrictModes true").yesNo())
        .hasMessage("sshd_config line 7: unsupported option \"true\".");
  }

  @Test
  void a_named_value_is_found() throws Exception {
    assertThat(line("AddressFamily INET").<Integer>oneOf(Map.of("inet", 4))).isEqualTo(4);
  }

  @Test
  void numbers_are_not_negative_and_not_mixed_with_letters() throws Exception {
    assertThat(line("MaxAuthTries 6").number()).isEqualTo(6);
    for (String bad : List.of("-1", "6x", "99999999999", "0x10")) {
      assertThatThrownBy(() -> line("MaxAuthTries " + bad).number())
          .hasMessage("sshd_config line 7: MaxAuthTries integer value invalid.");
    }
  }

  @Test
  void none_stands_alone() throws Exception {
    assertThat(line("AuthorizedKeysFile none").allOrNone()).isEmpty();
    assertThat(line("AuthorizedKeysFile a b").allOrNone()).containsExactly("a", "b");
    assertThatThrownBy(() -> line("AuthorizedKeysFile a none").allOrNone())
        .hasMessageContaining("must appear alone");
  }

  @Test
  void an_error_never_spans_lines_or_moves_the_cursor() {
    assertThat(new ConfigLine("f", 1, "K", "", List.of()).error("a\nb\u001b[2J").getMessage())
        .isEqualTo("f line 1: a b\\033[2J");
  }

  @Test
  void an_option_of_the_command_line_says_so() {
    assertThatThrownBy(() -> ConfigFile.parseOption("Port=a").number())
        .hasMessage("command-line line 0: Port integer value invalid.");
    assertThatThrownBy(() -> ConfigFile.parseOption(" ")).isInstanceOf(ConfigException.class);
  }
}
