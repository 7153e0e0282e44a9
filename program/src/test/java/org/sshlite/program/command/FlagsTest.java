package org.sshlite.program.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlagsTest {
  private static Flags parse(String... arguments) throws ToolException {
    return Flags.parse("abf:O:", List.of(arguments));
  }

  @Test
  void letters_are_bundled_and_values_stand_in_either_place() throws Exception {
    Flags flags = parse("-ab", "-fone", "-a", "-f", "two", "-bftree", "x", "-a");
    assertThat(flags.count('a')).isEqualTo(2);
    assertThat(flags.values('f')).containsExactly("one", "two", "tree");
    assertThat(flags.value('f')).contains("tree");
    assertThat(flags.value('O')).isEmpty();
    assertThat(flags.has('O')).isFalse();
    assertThat(flags.operands()).containsExactly("x", "-a");
  }

  @Test
  void a_value_may_look_like_an_option_or_be_empty() throws Exception {
    assertThat(parse("-f", "-a").value('f')).contains("-a");
    assertThat(parse("-f", "").value('f')).contains("");
    assertThat(parse("-f", "--").value('f')).contains("--");
  }

  @Test
  void two_dashes_end_the_options_and_one_is_none() throws Exception {
    assertThat(parse("-a", "--", "-b").operands()).containsExactly("-b");
    assertThat(parse("-", "-b").operands()).containsExactly("-", "-b");
    assertThat(parse("", "-b").operands()).containsExactly("", "-b");
  }

  @Test
  void what_is_not_known_is_told_with_the_usage() {
    refused("unknown option -- x", "-ax");
    refused("unknown option -- :", "-:");
    refused("unknown option -- -", "--all");
    refused("option requires an argument -- f", "-af");
  }

  private static void refused(String message, String... arguments) {
    assertThatThrownBy(() -> parse(arguments))
        .isInstanceOfSatisfying(
            ToolException.class,
            e -> {
              assertThat(e.status()).isEqualTo(1);
              assertThat(e.showsUsage()).isTrue();
            })
        .hasMessage(message);
  }
}
