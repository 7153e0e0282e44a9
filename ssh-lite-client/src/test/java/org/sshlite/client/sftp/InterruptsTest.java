package org.sshlite.client.sftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptsTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void only_a_terminal_gets_what_clears_its_line(boolean terminal) throws IOException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    Screen screen = new Screen(nowhere, new PrintStream(errors, true, UTF_8), false, Runnable::run);
    Interrupts interrupts = Interrupts.watch(screen, terminal, false);

    interrupts.during(
        () -> {
          interrupts.interrupt();
          return null;
        });
    assertThat(errors.toString(UTF_8)).isEqualTo(terminal ? "\r\033[KInterrupt\n" : "Interrupt\n");
  }
}
