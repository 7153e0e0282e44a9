package org.sshlite.tests.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.trust.TrustPolicy;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.sshd.SshServer;
import org.sshlite.sshd.Terminal;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Target;

/** Three tasks that others need 33 to 40 lines for are done, and in few. */
class TasksTest {
  private static final Path SOURCE = Path.of("src/test/java/org/sshlite/tests/readme/Tasks.java");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"sort, 20", "shell, 15", "embedded, 12"})
  void they_take_few_lines(String name, int most) throws IOException {
    String begin = "// begin " + name + "\n";
    String text = Files.readString(SOURCE);
    String code = text.substring(text.indexOf(begin) + begin.length());
    assertThat(code.substring(0, code.indexOf("// end")).strip().lines().count())
        .isLessThanOrEqualTo(most);
  }

  @Test
  void a_key_from_memory_a_pinned_host_and_a_command_with_input_and_a_limit() throws IOException {
    try (LiteServer server = LiteServer.start(folder)) {
      Target target = server.target();
      byte[] keyFile = Files.readAllBytes(target.identity().file());
      assertThat(Tasks.sort(OurLibrary.destination(target), target.hostKey(), keyFile, "b\na\n"))
          .isEqualTo("a\nb\n");
    }
  }

  @Test
  void a_password_and_a_shell_on_a_terminal() throws IOException {
    try (LiteServer server = LiteServer.start(folder)) {
      Target target = server.passwordTarget();
      assertThat(shell(target)).containsAnyOf("24 80", "43 132");
    }
  }

  private static String shell(Target target) throws IOException {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    ClientOptions.Builder trusting =
        ClientOptions.builder().trust(TrustPolicy.pinned(target.hostKey()));
    Tasks.shell(trusting, OurLibrary.destination(target), target.password(), screen);
    return screen.toString(UTF_8);
  }

  @Test
  void a_server_that_is_embedded() throws IOException {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    String secret = "open sesame";
    try (SshServer server =
        Tasks.serve(hostKey.key(), new SecretBytes(secret.getBytes(UTF_8)), TasksTest::echo)) {
      Target target =
          new Target("alice", server.port(), hostKey.publicKey(), hostKey, secret, folder);
      assertThat(shell(target)).isEqualTo("stty size; exit\n");
    }
  }

  private static int echo(Terminal terminal) throws IOException {
    terminal.input().transferTo(terminal.output());
    return 0;
  }
}
