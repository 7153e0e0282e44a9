package org.sshlite.tests.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Terminal;

/** {@code ./demo}: the launchers, the server and the client together. */
class DemoTest {
  /** It may have to build first. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Where it keeps its keys while it runs. */
  @TempDir Path folder;

  @BeforeAll
  static void build() {
    if (System.getenv("SSH_LITE_BUILT") == null) {
      assertThat(program("true").run(PATIENCE)).extracting(Finished::status).isEqualTo(0);
    }
  }

  private static Program program(String... command) {
    return Program.of(Path.of("").toAbsolutePath().resolveSibling("demo"), command);
  }

  private Program demo(String... command) {
    return program(command).env("TMPDIR", folder.toString());
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(file -> file.toString().contains("ssh-lite-demo"))).isEmpty();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(ProcessHandle.allProcesses())
                    .noneMatch(
                        process ->
                            process.info().commandLine().orElse("").contains(folder.toString())));
  }

  @Test
  @Tag("whole") // the two others have output and status as well
  void a_command_gives_its_output_and_its_status() throws IOException {
    Finished finished = demo("echo out; echo err >&2; exit 7").run();

    assertThat(finished.text()).isEqualTo("out\n");
    assertThat(finished.errors()).endsWith("err\n");
    assertThat(finished.status()).isEqualTo(7);
    assertNothingIsLeft();
  }

  @Test
  void a_shell_runs_on_a_terminal() throws IOException {
    Terminal.require();
    try (Terminal terminal = Terminal.open(folder, 80, 20, demo())) {
      terminal.typeLine("PS1='rea''dy> '; clear; stty size");
      terminal.awaitScreen("20 80");
      terminal.awaitScreen("ready>");
      terminal.typeLine("echo wai''ting; cat");
      terminal.awaitScreen("waiting");
      terminal.press("C-c");
      terminal.awaitScreen("^C\nready>");
      terminal.typeLine("exit 5");

      assertThat(terminal.awaitStatus()).isEqualTo(5);
    }
    assertNothingIsLeft();
  }

  @Test
  void it_cleans_up_when_it_is_told_to_end() throws IOException {
    try (Running running = demo("echo started; exec sleep 1000").start()) {
      running.awaitOutput("started");

      running.terminate();
      running.awaitEnd();
    }
    assertNothingIsLeft();
  }
}
