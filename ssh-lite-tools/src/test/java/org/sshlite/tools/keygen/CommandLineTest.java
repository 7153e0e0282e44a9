package org.sshlite.tools.keygen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.tools.Console;
import org.sshlite.tools.Peer;
import org.sshlite.tools.Result;

class CommandLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-b x",
        "-b 0",
        "-b -1",
        "-b 4294967296",
        "-b 99999999999999999999999",
        "-E nonsense",
        "-m nonsense",
        "-Z nonsense",
        "-a x",
        "-a 0",
        "-z x",
        "-V x",
        "-t nonsense"
      })
  void a_bad_value_is_told_as_ssh_keygen_does(String arguments) throws Exception {
    SameAnswers.andMessagesTo((Object[]) arguments.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-b", "-x", "-p -c", "-l -R x", "-l -H", "-s ca", "operand", "-l operand"})
  void what_does_not_go_together_is_told_with_the_usage(String arguments) throws Exception {
    Object[] words = arguments.split(" ");
    Result ours = Keygen.run(words);
    Result theirs = Peer.run("ssh-keygen", words);
    assertThat(ours.answer()).isEqualTo(theirs.answer()).isEqualTo("exit status 1");
    assertThat(ours.messages().lines().findFirst())
        .isEqualTo(theirs.messages().lines().findFirst());
    assertThat(ours.messages()).contains("\nusage: ssh-lite-keygen [-q]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-?", "--help"})
  void help_goes_to_standard_output(String option) {
    Result result = Keygen.good(option);
    assertThat(result.out()).startsWith("usage: ssh-lite-keygen ").contains("-Y verify");
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-D x", "-K", "-M generate x", "-w x"})
  void what_is_left_out_says_so_in_one_line(String arguments) {
    Result result = Keygen.run((Object[]) arguments.split(" "));
    assertThat(result.answer()).isEqualTo("exit status 255");
    assertThat(result.messages()).contains(" is not supported: ").hasLineCount(1);
  }

  @Test
  void CBC_is_not_used_for_key_files() {
    Result result = Keygen.run("-Z", "aes256-cbc");
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages()).isEqualTo("Invalid OpenSSH-format cipher 'aes256-cbc'\n");
  }

  @Test
  void a_value_does_nothing_to_a_terminal() {
    for (String option : List.of("-b", "-E", "-m", "-Z", "-V", "-z", "-t", "-Y")) {
      assertThat(Keygen.run(option, "\033[2J").err()).doesNotContain("\033");
    }
  }

  @Test
  void an_output_that_is_full_ends_the_run_with_a_failure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            full,
            OutputStream.nullOutputStream(),
            _ -> Optional.empty());
    assertThat(new Program(console, Optional.empty()).run(List.of("--help"))).isEqualTo(255);
  }

  @Test
  void a_name_that_no_file_can_have_is_told() {
    Result result = Keygen.run("-l", "-f", "a\0b");
    assertThat(result.status()).isEqualTo(255);
    assertThat(result.messages()).hasLineCount(1).contains("a\\000b");
  }

  @Test
  void numbers_are_read_as_the_C_library_reads_them() {
    assertThat(Numbers.problem("5", 1, 10)).isEmpty();
    assertThat(Numbers.problem("+5", 1, 10)).isEmpty();
    assertThat(Numbers.problem("0", 1, 10)).contains("too small");
    assertThat(Numbers.problem("-5", 1, 10)).contains("too small");
    assertThat(Numbers.problem("11", 1, 10)).contains("too large");
    assertThat(Numbers.problem("9".repeat(30), 1, 10)).contains("too large");
    assertThat(Numbers.problem("5x", 1, 10)).contains("invalid");
    assertThat(Numbers.problem("", 1, 10)).contains("invalid");
    assertThat(Numbers.unsignedAnyRadix("0x10")).hasValue(16);
    assertThat(Numbers.unsignedAnyRadix("010")).hasValue(8);
    assertThat(Numbers.unsignedAnyRadix("0")).hasValue(0);
    assertThat(Numbers.unsignedAnyRadix("18446744073709551615")).hasValue(-1);
    Stream.of("", "0x", "09", "-1", "+1", "1 ", "18446744073709551616")
        .forEach(text -> assertThat(Numbers.unsignedAnyRadix(text)).as(text).isEmpty());
  }
}
