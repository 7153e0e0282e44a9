package org.sshlite.tests.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Target;

/** README's examples do what it says, and are the code that was tried. */
class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path SOURCE =
      Path.of("src/test/java/org/sshlite/tests/readme/Embedding.java");

  @TempDir Path folder;

  @Test
  void its_Java_is_the_code_that_is_run_here() throws IOException {
    List<String> inReadme = blocks("(?ms)^```java\n(.*?)^```$", ROOT.resolve("README.md"));
    List<String> inSource = blocks("(?ms)^ *// begin \\w+\n(.*?)^ *// end$", SOURCE);

    assertThat(inReadme).isEqualTo(inSource);
  }

  private static List<String> blocks(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(found -> found.group(1).stripTrailing().stripIndent())
        .toList();
  }

  @Test
  void its_server_serves_its_client() throws IOException {
    KeyPair hostKey = KeyPair.create(folder.resolve("host_key"));
    KeyPair alice = KeyPair.create(folder.resolve("alice"));
    try (SshServer server = Embedding.greeter(hostKey.key(), alice.publicKey())) {
      Target target =
          new Target("alice", server.port(), hostKey.publicKey(), alice, "none", folder);

      String output =
          Embedding.client(
              OurLibrary.options(TransportOptions.defaults(), alice.file(), target.knownHosts()),
              OurLibrary.destination(target));

      assertThat(output).isEqualTo("Hello, alice\r\n");
    }
  }
}
