package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Terminal;

/**
 * SIGQUIT, Ctrl-\ at a terminal: a virtual machine shows its threads, and every other program ends.
 */
class QuitTest {
  private static final int SIGQUIT = 3;
  private static final int ENDED_BY_IT = 128 + SIGQUIT;

  @TempDir Path folder;

  @Test
  void at_a_passphrase_it_ends_the_program_and_what_is_typed_is_shown_again() {
    Terminal.require();
    Program keygen =
        OurProgram.java("org.sshlite.tools.keygen.Main")
            .with("-t", "ed25519", "-f", folder.resolve("key").toString());
    try (Terminal terminal = Terminal.open(folder, 200, 24, keygen)) {
      terminal.awaitEndOfScreen("(empty for no passphrase):");

      terminal.press("C-\\");

      assertThat(terminal.awaitStatus()).isEqualTo(ENDED_BY_IT);
      terminal.type("echoed");
      terminal.awaitScreen("echoed");
    }
  }

  @Test
  void it_ends_a_command_without_a_terminal() {
    try (Servers servers = new Servers(folder);
        // whoever runs the tests in the background of a shell has both ignored
        Running sleeping =
            command(servers).by("env", "--default-signal=INT", "--default-signal=QUIT").start()) {
      sleeping.awaitOutput("begun\n");
      // a start has no time for it
      awaitUncaught(sleeping);

      Program.of("kill", "-QUIT", Long.toString(sleeping.pid())).runWell();

      Finished finished = sleeping.awaitEnd();
      assertThat(finished.errors()).isEmpty();
      assertThat(finished.status()).isEqualTo(ENDED_BY_IT);
    }
  }

  @Test
  void it_goes_on_where_a_shell_has_signals_of_the_keyboard_ignored() {
    try (Servers servers = new Servers(folder);
        Running working = command(servers).ignoring("INT").start()) {
      working.awaitOutput("begun\n");
      awaitUncaught(working);

      Program.of("kill", "-QUIT", Long.toString(working.pid())).runWell();

      working.send("goes on\n");
      working.awaitOutput("goes on\n");
    }
  }

  private static Program command(Servers servers) {
    return Login.to(servers.of(Pair.SSH_LITE_TO_SSHD).target())
        .command("echo begun; exec cat")
        .by(Client.SSH_LITE);
  }

  private static void awaitUncaught(Running program) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !isCaught(program.pid()));
  }

  private static boolean isCaught(long process) {
    try {
      String mask =
          Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
              .filter(line -> line.startsWith("SigCgt:"))
              .findFirst()
              .orElseThrow();
      long caught = Long.parseUnsignedLong(mask.substring(mask.lastIndexOf('\t') + 1), 16);
      return (caught >> (SIGQUIT - 1) & 1) == 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
