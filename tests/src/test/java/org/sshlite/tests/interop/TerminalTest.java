package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Terminal;

/** A login shell in a pty, as a person at a terminal has it. */
class TerminalTest {
  private static final int COLUMNS = 90;
  private static final int ROWS = 20;

  private static Servers servers;

  @TempDir Path folder;

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

  /** Opens a terminal with a login in it, and waits for the shell's first prompt of ours. */
  private Terminal shell(Pair pair) {
    Program login = Login.to(servers.of(pair).target()).pty().by(pair.client());
    Terminal terminal = Terminal.open(folder, COLUMNS, ROWS, login);
    // typed early, it is read when the shell is there; the quotes keep its echo from matching
    terminal.typeLine("PS1='rea''dy> '; clear");
    terminal.awaitScreen("ready>");
    return terminal;
  }

  /** The zoo gives dbclient no terminal. */
  static Stream<Pair> pairs() {
    return Stream.concat(Pair.few(), Stream.of(Pair.DBCLIENT_TO_SSHD_LITE)).distinct();
  }

  /** In one login: how long it takes to log in again for each would be most of the test. */
  @ParameterizedTest
  @MethodSource("pairs")
  void a_terminal_is_as_if_the_host_were_here(Pair pair) {
    try (Terminal terminal = shell(pair)) {
      the_pty_has_the_size_of_the_terminal_and_follows_it(terminal);
      an_interrupt_reaches_the_program_and_not_the_client(terminal);
      jobs_are_stopped_and_go_on(terminal);
      a_full_screen_editor_draws_and_edits(terminal);
      the_status_of_the_shell_is_the_clients(terminal);
    }
  }

  private static void the_pty_has_the_size_of_the_terminal_and_follows_it(Terminal terminal) {
    terminal.typeLine("stty size");
    terminal.awaitScreen(ROWS + " " + COLUMNS + "\nready>");

    terminal.resize(70, 15);
    terminal.typeLine("until [ \"$(stty size)\" = '15 70' ]; do read x; done; echo resi''zed");
    // others look whether a signal came and then wait for a byte: what comes between waits too
    Awaitility.await("resized")
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              terminal.press("Enter");
              return terminal.screen().contains("resized\nready>");
            });
  }

  private static void an_interrupt_reaches_the_program_and_not_the_client(Terminal terminal) {
    terminal.typeLine("clear; echo wai''ting; cat");
    terminal.awaitScreen("waiting");

    terminal.press("C-c");
    // what is typed before the prompt is back goes with the interrupted line
    terminal.awaitScreen("^C\nready>");
    terminal.typeLine("echo \"status $?\"");

    terminal.awaitScreen("status 130\nready>");
  }

  private static void jobs_are_stopped_and_go_on(Terminal terminal) {
    terminal.typeLine("clear; sh -c 'echo star''ted; read x; echo got $x'");
    terminal.awaitScreen("started");

    terminal.press("C-z");
    terminal.awaitScreen("Stopped");
    terminal.typeLine("fg");
    // until the shell names the job, its line editor reads, and Enter is no end of a line
    terminal.awaitScreen("fg\nsh -c");
    terminal.typeLine("line");

    terminal.awaitScreen("got line\nready>");
  }

  private void a_full_screen_editor_draws_and_edits(Terminal terminal) {
    Path file = folder.resolve("text");
    terminal.typeLine("clear; " + String.join(" ", editor().command()) + " " + file);
    terminal.awaitScreen("~\n~");

    terminal.type("itext from the editor");
    terminal.press("Escape");
    terminal.typeLine(":wq");

    terminal.awaitScreen("ready>");
    terminal.typeLine("clear; cat " + file);
    terminal.awaitScreen("text from the editor\nready>");
  }

  /** vim with nothing of its user's, whichever build of it is there. */
  private static Program editor() {
    for (String name : new String[] {"vim", "vim.tiny"}) {
      if (Peers.isInstalled(name)) {
        return Program.of(Peers.path(name), "-u", "NONE", "-i", "NONE", "-n");
      }
    }
    Peers.require("vim.tiny");
    throw new AssertionError("unreachable");
  }

  private static void the_status_of_the_shell_is_the_clients(Terminal terminal) {
    terminal.typeLine("exit 3");

    assertThat(terminal.awaitStatus()).isEqualTo(3);
  }

  @Test
  void the_escape_that_ends_a_session_is_not_shown() {
    try (Terminal terminal = shell(Pair.SSH_LITE_TO_SSHD_LITE)) {
      terminal.press("Enter");
      terminal.type("~.");

      assertThat(terminal.awaitStatus()).isEqualTo(255);
      assertThat(terminal.screen()).contains("closed.").doesNotContain("~");
    }
  }

  /** What draws pictures goes by them. */
  @Test
  void the_pty_has_the_pixels_of_the_terminal() {
    Peers.require("python3");
    String set =
        "import fcntl, os, struct, sys, termios;"
            + "fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 20, 90, 720, 320));"
            + "os.execvp(sys.argv[1], sys.argv[1:])";
    String get =
        "import fcntl, struct, termios;"
            + "print(struct.unpack(\"HHHH\", fcntl.ioctl(0, termios.TIOCGWINSZ, b\" \" * 8)))";
    Program login =
        Login.to(servers.of(Pair.SSH_LITE_TO_SSHD_LITE).target())
            .pty()
            .command("python3 -c '" + get + "'")
            .by(Client.SSH_LITE)
            .by("python3", "-c", set);
    try (Terminal terminal = Terminal.open(folder, COLUMNS, ROWS, login)) {
      terminal.awaitScreen("(20, 90, 720, 320)");
    }
  }

  /** Nobody is told by a signal who is not in the foreground. */
  @Test
  void the_pty_has_the_size_that_the_terminal_got_while_the_client_was_suspended() {
    Peers.require("bash");
    Program login =
        Login.to(servers.of(Pair.SSH_LITE_TO_SSHD_LITE).target()).pty().by(Client.SSH_LITE);
    Program shell = Program.of(Peers.path("bash"), "--norc", "-i");
    try (Terminal terminal = Terminal.open(folder, COLUMNS, ROWS, shell)) {
      terminal.typeLine(String.join(" ", login.command()));
      terminal.typeLine("PS1='rea''dy> '; clear");
      terminal.awaitScreen("ready>");
      terminal.typeLine("until [ \"$(stty size)\" = '15 70' ]; do sleep 0.1; done; echo resi''zed");

      terminal.press("Enter");
      terminal.type("~");
      terminal.press("C-z");
      terminal.awaitScreen("Stopped");
      terminal.resize(70, 15);
      terminal.typeLine("fg");
      terminal.awaitScreen("resized");
    }
  }
}
