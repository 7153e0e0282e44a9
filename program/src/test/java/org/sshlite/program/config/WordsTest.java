package org.sshlite.program.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static List<String> split(String text) {
    return Words.split(text, true).orElseThrow();
  }

  @Test
  void quotes_join_also_in_the_middle_of_a_word() {
    assertThat(split("a\"b c\"d 'e \"f'")).containsExactly("ab cd", "e \"f");
  }

  @Test
  void an_empty_quoted_word_is_a_word() {
    assertThat(split("a \"\" b")).containsExactly("a", "", "b");
  }

  @Test
  void a_backslash_escapes_quotes_blanks_and_itself_only() {
    assertThat(split("\\\"a\\\" b\\ c \\\\ \\n")).containsExactly("\"a\"", "b c", "\\", "\\n");
    assertThat(split("\"a\\ b\"")).containsExactly("a\\ b");
    assertThat(split("a\\")).containsExactly("a\\");
  }

  @Test
  void comments_count_only_where_they_are_asked_for() {
    assertThat(split("a # b")).containsExactly("a");
    assertThat(Words.split("a # b", false).orElseThrow()).containsExactly("a", "#", "b");
  }

  @Test
  void a_quote_that_is_not_closed_is_no_line() {
    assertThat(Words.split("a \"b", true)).isEmpty();
    assertThat(Words.split("a 'b\"", true)).isEmpty();
  }

  @Test
  void joined_words_split_into_the_same_words() {
    List<String> words = List.of("a b", "", "c\"d", "e'f", "g\\h", "#i", "plain", "tab\there");
    assertThat(split(Words.join(words))).isEqualTo(words);
  }
}
