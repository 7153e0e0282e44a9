package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Terminal;

/** The escapes of ssh(1) as a person types them; of the command line see what is forwarded. */
class EscapeTest {
  private static Servers servers;

  @TempDir Path folder;

  /** What was typed last to see that the session goes on. */
  private int marks;

  @BeforeAll
  static void prepareServers(@TempDir Path shared) {
    Terminal.require();
    servers = new Servers(shared);
  }

  @AfterAll
  static void stopServers() {
    if (servers != null) {
      servers.close();
    }
  }

  /** It is the client that reads them: by {@code -P whole} with sshd as well. */
  static Stream<Pair> pairs() {
    return Stream.of(Pair.SSH_LITE_TO_SSHD_LITE, Pair.SSH_LITE_TO_SSHD)
        .limit(Boolean.getBoolean("whole") ? 2 : 1);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void escapes_are_obeyed_and_the_session_goes_on(Pair pair) {
    Program login =
        Login.to(servers.of(pair).target())
            .pty()
            .command("echo prompt; exec cat")
            .by(pair.client());
    try (Terminal terminal = Terminal.open(folder, 100, 50, login)) {
      terminal.awaitScreen("prompt");

      type(terminal, "~?", "only recognized immediately after newline.)");
      assertThat(terminal.screen())
          .contains(" ~.   -", " ~B   -", " ~R   -", " ~V/v -", " ~^Z  -", " ~#   -", " ~~   -")
          .doesNotContain("~C");
      type(terminal, "~#", "~#\nThe following connections are open:\n  #0 ");
      type(terminal, "~I", "key exchanges 1");
      type(terminal, "~C", "~C\ncommandline disabled: EnableEscapeCommandline");
      type(terminal, "~&", "~& is not available: ");
      type(terminal, "~B", "\n~B");
      type(terminal, "~V", "~V [LogLevel ERROR]");
      type(terminal, "~v", "~v [LogLevel INFO]");
      type(terminal, "~v", "~v [LogLevel VERBOSE]");
      type(terminal, "~V", "~V [LogLevel INFO]");
      goesOn(terminal);
      terminal.type("~R");
      // which is answered with the new keys
      type(terminal, "~I", "key exchanges 2");
      // what is no escape goes there, and so does the character typed twice
      typeThere(terminal, "~x", "~x");
      typeThere(terminal, "~~", "~");

      goesOn(terminal);
      terminal.type("~.");
      assertThat(terminal.awaitStatus()).isEqualTo(255);
    }
  }

  /** At the beginning of a line, when nothing more comes from the far end. */
  private void type(Terminal terminal, String keys, String answer) {
    goesOn(terminal);
    terminal.type(keys);
    terminal.awaitScreen(answer);
  }

  private void typeThere(Terminal terminal, String keys, String there) {
    goesOn(terminal);
    terminal.typeLine(keys + "tail");
    terminal.awaitScreen(there + "tail\n" + there + "tail");
  }

  private void goesOn(Terminal terminal) {
    String mark = "line " + ++marks;
    terminal.typeLine(mark);
    // from the far end's terminal and from cat
    terminal.awaitEndOfScreen(mark + "\n" + mark);
  }
}
