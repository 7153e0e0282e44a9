package org.sshlite.client.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final String CLEAR = "\r\033[K";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  @Test
  void the_line_of_progress_stays_in_its_row() throws Exception {
    Console console = new Console(shown, shown, true, () -> 10);

    console.progress("3 of 20 hosts done");
    console.tell("a line");

    assertThat(shown()).isEqualTo("3 of 20 ho" + CLEAR + "a line\n" + "3 of 20 ho");
  }

  @Test
  void it_is_whole_where_the_width_is_not_known() throws Exception {
    new Console(shown, shown, true, () -> 0).progress("3 of 20 hosts done");

    assertThat(shown()).isEqualTo("3 of 20 hosts done");
  }
}
