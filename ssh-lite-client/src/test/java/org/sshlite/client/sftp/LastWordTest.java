package org.sshlite.client.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is completed is read back by the rules of a line. */
class LastWordTest {
  /** What a line's reader takes for something else than itself, and some that it does not. */
  private static final String CHARACTERS =
      " \t\n\r\f\u000b\u001c\u001f\u2003\u2028\u3000\u00a0\"'\\\\#*?[]{}!~-$;|&a\u00e4";

  @Test
  void any_name_comes_back_as_it_was_completed() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String name = name(random);
      int typed = random.nextInt(name.length() + 1);
      for (String quote : List.of("", "\"", "'")) {
        String before =
            "get " + quote + LastWord.of("get " + quote).typed(name.substring(0, typed));
        LastWord word = LastWord.of(before);
        String line = before + word.typed(name.substring(typed)) + word.end();

        List<String> words = Words.of(line + " next");
        assertThat(words).describedAs(line).hasSize(3);
        assertThat(Words.plain(words.get(1))).describedAs(line).isEqualTo(name);
        assertThat(Glob.isPattern(words.get(1))).describedAs(line).isFalse();
        assertThat(LastWord.of(line + " ").index()).describedAs(line).isEqualTo(2);
      }
    }
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int length = 1 + random.nextInt(6); length > 0; length--) {
      name.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return name.toString();
  }
}
