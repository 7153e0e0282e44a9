package org.sshlite.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.crypto.wire.SecretBytes;

/** On a real pseudo-terminal: what is shown, and how the terminal is left. */
@Timeout(120)
class TerminalTest {
  /** Which modes the shell finds when the probe is gone, and its exit status. */
  private static final String STATUS_AND_MODES = "echo status $?; stty -a; echo end";

  @BeforeEach
  void require_script() {
    PtyShell.requireInstalled();
  }

  private static void assertRestored(String shown) {
    assertThat(shown)
        .contains("isig icanon ", " echo ")
        .doesNotContain("-echo ", "-icanon", "-isig");
  }

  @Test
  void a_password_is_read_and_never_shown() throws Exception {
    try (PtyShell shell = PtyShell.probe("secret", STATUS_AND_MODES)) {
      shell.await("password: ");
      shell.type("opensesame\n");
      shell.await("end");
      String shown = shell.rest();
      assertThat(shown).contains("got emasesnepo").doesNotContain("opensesame");
      assertRestored(shown);
    }
  }

  @Test
  void a_password_can_be_typed_while_stdin_is_a_pipe() throws Exception {
    try (PtyShell shell = PtyShell.probe("secret </dev/null", STATUS_AND_MODES)) {
      shell.await("password: ");
      shell.type("opensesame\n");
      shell.await("end");
      assertThat(shell.rest()).contains("got emasesnepo").doesNotContain("opensesame");
    }
  }

  @Test
  void the_end_of_input_at_a_prompt_is_no_password() throws Exception {
    try (PtyShell shell = PtyShell.probe("secret", STATUS_AND_MODES)) {
      shell.await("password: ");
      shell.type("\004");
      shell.await("end");
      assertThat(shell.rest()).contains("got nothing");
    }
  }

  @Test
  void echo_comes_back_when_a_signal_ends_a_password_prompt() throws Exception {
    try (PtyShell shell = PtyShell.probe("secret", STATUS_AND_MODES)) {
      shell.await("password: ");
      shell.signalProbe("TERM");
      shell.await("end");
      String shown = shell.rest();
      assertThat(shown)
          .contains("status 143") // died of SIGTERM
          .contains("password: \r\n"); // and what comes next begins a line
      assertRestored(shown);
    }
  }

  @Test
  void echo_comes_back_when_Ctrl_C_is_typed_at_a_password_prompt() throws Exception {
    // the shell ignores the signal for itself, and goes on to show the modes
    try (PtyShell shell = PtyShell.probe("secret", "trap : INT", STATUS_AND_MODES)) {
      shell.await("password: ");
      shell.type("\003");
      shell.await("end");
      String shown = shell.rest();
      assertThat(shown)
          .contains("status 130") // died of SIGINT, so a shell's loop ends
          .contains("password: \r\n");
      assertRestored(shown);
    }
  }

  @Test
  void what_was_typed_before_a_password_is_asked_for_is_no_password() throws Exception {
    String modes = "echo modes $(stty -g)";
    // what comes behind the line of the shell's waits for the probe
    String first = "read -r go; " + modes;
    try (PtyShell shell = PtyShell.probe("secret", first, modes + "; echo end")) {
      shell.type("go\nrm -r build\nhalf a line");
      shell.await("password: ");
      shell.type("opensesame\n");
      shell.await("end");
      String shown = shell.rest();
      assertThat(shown).contains("got emasesnepo");
      Matcher modesOfTerminal = Pattern.compile("modes (\\S+)").matcher(shown);
      assertThat(modesOfTerminal.results().map(found -> found.group(1)).distinct()).hasSize(1);
    }
  }

  @Test
  void what_was_typed_before_a_question_does_not_answer_it() throws Exception {
    try (PtyShell shell = PtyShell.probe("ask", "read -r go", STATUS_AND_MODES)) {
      shell.type("go\nyes\ny");
      shell.await("question? ");
      shell.type("no\n");
      shell.await("end");
      String shown = shell.rest();
      assertThat(shown).contains("got no\r");
      assertRestored(shown);
    }
  }

  @Test
  void a_password_prompt_comes_again_when_the_process_goes_on() throws Exception {
    try (PtyShell shell = PtyShell.probe("secret", STATUS_AND_MODES)) {
      shell.await("password: ");
      shell.signalProbe("CONT");
      shell.await("password: \rpassword: ");
      shell.type("opensesame\n");
      shell.await("end");
      String shown = shell.rest();
      assertThat(shown).contains("got emasesnepo").doesNotContain("opensesame");
      assertRestored(shown);
    }
  }

  @Test
  void the_end_of_input_at_a_question_is_the_empty_answer() throws Exception {
    try (PtyShell shell = PtyShell.probe("ask", STATUS_AND_MODES)) {
      shell.await("question? ");
      shell.type("\004");
      shell.await("end");
      assertThat(shell.rest()).containsPattern("got \\s*status 0");
    }
  }

  @Test
  void a_question_is_answered_with_echo() throws Exception {
    try (PtyShell shell = PtyShell.probe("ask </dev/null", STATUS_AND_MODES)) {
      shell.await("question? ");
      shell.type("yes\n");
      shell.await("end");
      assertThat(shell.rest()).contains("question? yes", "got yes");
    }
  }

  @Test
  void raw_mode_hands_over_every_byte_and_is_left_as_it_was_found() throws Exception {
    try (PtyShell shell = PtyShell.probe("raw-restored", STATUS_AND_MODES)) {
      shell.await("raw\r\n");
      shell.type("\003");
      shell.await("end");
      String shown = shell.rest();
      assertThat(shown).contains("typed 3").contains("status 0");
      assertRestored(shown);
    }
  }

  @Test
  void raw_mode_ends_when_a_signal_ends_the_session() throws Exception {
    try (PtyShell shell = PtyShell.probe("raw", STATUS_AND_MODES)) {
      shell.await("raw\r\n");
      shell.signalProbe("TERM");
      shell.await("end");
      String shown = shell.rest();
      assertThat(shown).contains("status 255");
      assertRestored(shown);
    }
  }

  @Test
  void the_far_side_is_told_how_fast_the_terminal_is() throws Exception {
    try (PtyShell shell = PtyShell.probe("speed", "stty 9600", "echo end")) {
      shell.await("end");
      assertThat(shell.rest()).contains("speed 9600");
    }
  }

  @Test
  void a_terminal_that_was_loaded_during_a_password_prompt_gets_its_echo_back() throws Exception {
    try (PtyShell shell = PtyShell.probe("opened-while-asking", STATUS_AND_MODES)) {
      shell.await("end");
      assertRestored(shell.rest());
    }
  }

  @Test
  void an_answer_longer_than_OpenSSHs_buffer_is_cut_and_its_rest_not_left_behind()
      throws Exception {
    byte[] typed = ("x".repeat(5000) + "\nnext\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(typed);
    try (SecretBytes first =
            ControllingTerminal.readLine(in, ControllingTerminal.NONE).orElseThrow();
        SecretBytes second =
            ControllingTerminal.readLine(in, ControllingTerminal.NONE).orElseThrow()) {
      assertThat(first.length()).isEqualTo(1023);
      assertThat(new String(second.bytes(), StandardCharsets.UTF_8)).isEqualTo("next");
    }
    assertThat(ControllingTerminal.readLine(in, ControllingTerminal.NONE)).isEmpty();
  }
}
