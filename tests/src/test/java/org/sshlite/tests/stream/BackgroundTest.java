package org.sshlite.tests.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Scripts;
import org.sshlite.tests.peer.Terminal;

/** Jobs of an interactive shell: what reads the terminal in the background is stopped for it. */
class BackgroundTest {
  private static LiteServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path shared) {
    Terminal.require();
    server = LiteServer.start(shared);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  /** An interactive shell in which {@code ./remote} runs a command on the server. */
  private Terminal shell() throws IOException {
    Program client = Login.to(server.target()).by(Client.SSH_LITE);
    Scripts.of(folder.resolve("remote"), client);
    Program bash =
        Program.of("bash", "--norc", "--noprofile", "-i")
            .env("PS1", "ready> ")
            .env("HISTFILE", "")
            .in(folder);
    Terminal terminal = Terminal.open(folder, 90, 20, bash);
    terminal.typeLine("cd " + folder + "; clear");
    terminal.awaitScreen("ready>");
    return terminal;
  }

  @Test
  void a_command_in_the_background_is_not_stopped() throws IOException {
    try (Terminal terminal = shell()) {
      terminal.typeLine("./remote \"sleep 1; echo from the back''ground\" & wait; echo wai''ted");

      terminal.awaitScreen("waited");

      assertThat(terminal.screen()).contains("from the background").doesNotContain("Stopped");
    }
  }

  @Test
  void a_command_that_was_stopped_goes_on_in_the_background() throws IOException {
    Path go = folder.resolve("go");
    try (Terminal terminal = shell()) {
      terminal.typeLine(
          "./remote \"echo star''ted; until [ -e %s ]; do sleep 0.1; done; echo do''ne\""
              .formatted(go));
      terminal.awaitScreen("started");

      terminal.press("C-z");
      terminal.awaitScreen("Stopped");
      terminal.typeLine("clear; bg; touch " + go + "; wait; echo wai''ted");

      terminal.awaitScreen("waited");
      assertThat(terminal.screen()).contains("\ndone").doesNotContain("Stopped");
    }
  }

  @Test
  void a_command_in_the_foreground_reads_what_is_typed() throws IOException {
    try (Terminal terminal = shell()) {
      terminal.typeLine("./remote \"echo star''ted; read x; echo got \\$x; cat\"; echo status $?");
      terminal.awaitScreen("started");

      terminal.typeLine("a line");
      terminal.awaitScreen("got a line");
      terminal.press("C-d");

      terminal.awaitScreen("status 0");
    }
  }
}
