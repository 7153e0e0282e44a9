package org.sshlite.tests.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** {@code ssh-lite} that began as one that needs no connection of its own, and was mistaken. */
class LightStartTest {
  private static final String MAIN = "org.sshlite.client.main.Main";

  @TempDir private Path folder;

  @Test
  void without_a_master_it_begins_anew_with_its_compilers_and_its_user_does_not_notice()
      throws IOException {
    try (LiteServer server = LiteServer.start(folder)) {
      Path absent = folder.resolve("absent");
      Program login =
          Login.to(server.target())
              .extra("-v", "-o", "ControlPath=" + absent, "-o", "GSSAPIKeyExchange=yes")
              .command("echo there; cat; exit 3")
              .by(Client.SSH_LITE);
      try (Running running = light(arguments(login)).start()) {
        running.awaitOutput("there");

        assertThat(words(running))
            .contains("-XX:+TieredCompilation", "-XX:CompileThresholdScaling=6")
            .doesNotContain("-Xint")
            .noneMatch(word -> word.startsWith("-Dssh-lite."));

        running.send("all of it");
        running.endInput();
        Finished ended = running.awaitEnd();
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.text()).isEqualTo("there\nall of it");
        assertThat(ended.errors().lines().filter(line -> line.contains("Control socket")))
            .hasSize(1);
        assertThat(ended.errors().lines().filter(line -> line.contains("Java"))).hasSize(1);
      }
    }
  }

  @Test
  @Tag("whole") // the same second start is above
  void what_a_master_refuses_has_its_compilers_too_and_asks_no_more() throws IOException {
    Client.SSH.require();
    Path socket = folder.resolve("mux");
    try (LiteServer server = LiteServer.start(folder, "MaxSessions 1");
        Running master =
            Login.to(server.target())
                .extra("-M", "-S", socket.toString())
                .command("echo first; cat")
                .by(Client.SSH)
                .start()) {
      master.awaitOutput("first");
      Program login =
          Login.to(server.target())
              .extra("-S", socket.toString())
              .command("echo second; cat")
              .by(Client.SSH_LITE);
      try (Running running = light(arguments(login)).start()) {
        running.awaitOutput("second");
        running.awaitErrors("refused by peer");

        assertThat(words(running))
            .contains("-XX:CompileThresholdScaling=6")
            .doesNotContain("-Xint");
        assertThat(running.errors()).containsOnlyOnce("refused by peer");
      }
    }
  }

  private static String[] words(Running running) throws IOException {
    Path words = Path.of("/proc/" + running.pid() + "/cmdline");
    assumeThat(words).exists(); // elsewhere nobody tells
    return Files.readString(words).split("\0");
  }

  @Test
  void what_is_wrong_before_that_is_said() {
    Finished ended = light(List.of("-o", "ControlPath=/" + "x".repeat(200), "host")).run();

    assertThat(ended.status()).isEqualTo(255);
    assertThat(ended.errors()).startsWith("ControlPath too long").hasLineCount(1);
  }

  /** What follows the launcher, or the class. */
  private static List<String> arguments(Program program) {
    List<String> words = program.command();
    return words.subList(Math.max(words.indexOf(MAIN), 0) + 1, words.size());
  }

  /** The caches are none, and a virtual machine goes on without. */
  private Program light(List<String> arguments) {
    List<String> words = new ArrayList<>(OurProgram.brief(MAIN).command());
    words.addAll(
        1,
        List.of(
            "-Xlog:disable",
            "-Xint",
            "-Dssh-lite.compilers=-XX:+TieredCompilation -XX:CompileThresholdScaling=6",
            "-XX:AOTCache=" + folder.resolve("light.aot"),
            "-Dssh-lite.whole-cache=" + folder.resolve("whole.aot")));
    words.addAll(arguments);
    return Program.of(words.toArray(String[]::new));
  }
}
