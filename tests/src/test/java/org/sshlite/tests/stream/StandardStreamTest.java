package org.sshlite.tests.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scripts;

/** Pipes that do not block, that nobody reads, that take no more: nothing is lost unsaid. */
class StandardStreamTest {
  private static final String FULL = "No space left on device";

  private static LiteServer server;

  @TempDir Path folder;

  @BeforeAll
  static void startServer(@TempDir Path shared) {
    Peers.require("perl");
    server = LiteServer.start(shared);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private static Program command(String command) {
    return Login.to(server.target()).command(command).by(Client.SSH_LITE);
  }

  /** A client whose standard stream was made non-blocking by who started it. */
  private static Program nonBlocking(String stream, Program client) {
    String script =
        "use Fcntl; fcntl(%1$s, F_SETFL, fcntl(%1$s, F_GETFL, 0) | O_NONBLOCK); exec @ARGV"
            .formatted(stream);
    return Program.of(Peers.path("perl"), "-e", script)
        .with(client.command().toArray(String[]::new));
  }

  /** A shell script around a client, which is {@code "$@"} in it. */
  private Program script(String text, Program client) {
    return Program.of("sh", "-c", text, "sh")
        .with(client.command().toArray(String[]::new))
        .in(folder);
  }

  @ParameterizedTest
  @CsvSource({"STDOUT, ''", "STDERR, >&2"})
  void output_to_a_pipe_that_does_not_block_waits_for_its_reader(
      String stream, String redirection) {
    Path written = folder.resolve("written");
    // four times what the pipe holds; the reader starts when the program is done
    Program client = command("seq 1 40000 %s; touch %s; exit 3".formatted(redirection, written));
    String pipeline =
        "{ \"$@\" %s; echo $? >status; } | { until [ -e written ]; do sleep 0.1; done; wc -c; }"
            .formatted(stream.equals("STDERR") ? "2>&1 >/dev/null" : "");

    Finished finished = script(pipeline, nonBlocking(stream, client)).run();

    assertThat(finished.text().strip()).isEqualTo("228894");
    assertThat(folder.resolve("status")).hasContent("3\n");
  }

  @Test
  void an_input_that_does_not_block_has_not_ended_because_it_is_empty() {
    try (Running client = nonBlocking("STDIN", command("echo ready; cat; exit 3")).start()) {
      client.awaitOutput("ready");
      client.send("late\n");
      client.awaitOutput("late");
      client.send("later\n");
      client.endInput();

      Finished finished = client.awaitEnd();
      assertThat(finished.text()).isEqualTo("ready\nlate\nlater\n");
      assertThat(finished.status()).isEqualTo(3);
    }
  }

  @Test
  void output_that_a_full_disk_does_not_take_is_a_failure() {
    Finished finished = command("echo lost").output(Path.of("/dev/full")).run();

    assertThat(finished.errors().strip()).isEqualTo("ssh-lite: standard output: " + FULL);
    assertThat(finished.status()).isEqualTo(255);
  }

  @Test
  void errors_that_a_full_disk_does_not_take_are_a_failure() {
    Finished finished = script("exec \"$@\" 2>/dev/full", command("echo lost >&2")).run();

    assertThat(finished.status()).isEqualTo(255);
  }

  @Test
  void an_answer_of_our_own_that_a_full_disk_does_not_take_is_a_failure() {
    Finished finished =
        OurProgram.sshLite("-F", "none", "-G", "host").output(Path.of("/dev/full")).run();

    assertThat(finished.errors().strip()).isEqualTo("ssh-lite: standard output: " + FULL);
    assertThat(finished.status()).isEqualTo(255);
  }

  @Test
  void an_input_that_cannot_be_read_is_a_failure() {
    Finished finished = script("exec \"$@\" <.", command("cat")).run();

    assertThat(finished.errors().strip()).isEqualTo("ssh-lite: standard input: Is a directory");
    assertThat(finished.status()).isEqualTo(255);
  }

  /** As ssh: who has seen enough gets no message, and the status is that of the program. */
  @Test
  void a_reader_that_is_gone_is_no_failure() throws IOException {
    OpenSshServer.require();
    try (OpenSshServer sshd = OpenSshServer.start(Files.createDirectory(folder.resolve("sshd")))) {
      Program client = Login.to(sshd.target()).command("seq 1 1000000; exit 5").by(Client.SSH_LITE);

      Finished finished = script("{ \"$@\"; echo $? >status; } | head -n 1", client).run();

      assertThat(finished.text()).isEqualTo("1\n");
      assertThat(finished.errors()).isEmpty();
      assertThat(folder.resolve("status")).hasContent("5\n");
    }
  }

  @Test
  void rsync_copies_both_ways() throws IOException {
    Peers.require("rsync");
    Path source = Files.createDirectory(folder.resolve("source"));
    byte[] bytes = new byte[1_500_000];
    new Random(1).nextBytes(bytes);
    Files.write(source.resolve("large"), bytes);
    Files.writeString(source.resolve("small"), "small\n");

    // rsync names the host by itself
    List<String> words = Login.to(server.target()).by(Client.SSH_LITE).command();
    Program client = Program.of(words.subList(0, words.size() - 1).toArray(String[]::new));
    Scripts.of(folder.resolve("shell"), client);

    rsync("127.0.0.1:" + source + "/", "down/");
    rsync("down/", "127.0.0.1:" + folder.resolve("up") + "/");

    assertThat(folder.resolve("up/large")).hasBinaryContent(bytes);
    assertThat(folder.resolve("up/small")).hasContent("small\n");
  }

  private void rsync(String from, String to) {
    Program.of(Peers.path("rsync"), "-a", "-e", "./shell", from, to).in(folder).runWell();
  }
}
