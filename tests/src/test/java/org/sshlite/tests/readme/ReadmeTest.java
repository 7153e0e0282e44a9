package org.sshlite.tests.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.config.Destination;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Target;

/** README's examples do what it says, and are the code that was tried. */
class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path SOURCES = Path.of("src/test/java/org/sshlite/tests/readme");

  @TempDir Path folder;

  @Test
  void its_Java_is_the_code_that_is_run_here() throws IOException {
    List<String> inPages = new ArrayList<>();
    for (String page : List.of("README.md", "docs/embedding.md")) {
      inPages.addAll(blocks("(?ms)^```java\n(.*?)^```$", ROOT.resolve(page)));
    }
    List<String> inSources = new ArrayList<>();
    for (String name : List.of("Embedding.java", "Tasks.java")) {
      inSources.addAll(blocks("(?ms)^ *// begin \\w+\n(.*?)^ *// end$", SOURCES.resolve(name)));
    }

    assertThat(inPages).containsExactlyInAnyOrderElementsOf(inSources);
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

  @Test
  void its_client_fetches_a_file() throws IOException {
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.writeString(served.resolve("log"), "all is well\n");
    try (LiteServer server =
        LiteServer.start(folder, "Subsystem sftp internal-sftp -d " + served)) {
      Target target = server.target();
      ClientOptions options =
          OurLibrary.options(
              TransportOptions.defaults(), target.identity().file(), target.knownHosts());
      try (SshClient client = SshClient.create(options);
          ClientSession session = client.connect(OurLibrary.destination(target))) {
        Embedding.fetch(session, folder);
      }
    }

    assertThat(folder.resolve("log")).hasContent("all is well\n");
  }

  @Test
  void its_client_moves_trees_goes_on_and_has_a_file_system() throws IOException {
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.writeString(served.resolve("log"), "all is well\n");
    Files.writeString(served.resolve("image.iso"), "whole");
    Path copy = Files.writeString(folder.resolve("copy"), "wh");
    Path site = Files.createDirectories(folder.resolve("site/inner")).getParent();
    Files.writeString(site.resolve("inner/page"), "page");
    Map<String, Long> moved = new ConcurrentHashMap<>();
    try (LiteServer server =
        LiteServer.start(folder, "Subsystem sftp internal-sftp -d " + served)) {
      Target target = server.target();
      ClientOptions options =
          OurLibrary.options(
              TransportOptions.defaults(), target.identity().file(), target.knownHosts());
      String host = OurLibrary.destination(target);
      try (SshClient client = SshClient.create(options);
          ClientSession session = client.connect(host);
          SftpClient files = session.files()) {
        assertThat(Embedding.copy(files, site, FileName.of("site"), moved)).isTrue();
        Embedding.goOn(files, copy);
        assertThat(Embedding.read(session, host.replace("ssh://", "")))
            .containsExactly("all is well");
      }
    }

    assertThat(served.resolve("site/inner/page")).hasContent("page");
    assertThat(moved).containsExactly(Map.entry("site/inner/page", 4L));
    assertThat(copy).hasContent("whole");
  }

  @Test
  void its_client_reaches_a_port_behind_a_jump_host() throws IOException {
    try (LiteServer server = LiteServer.start(folder);
        ServerSocket greeting = new ServerSocket(0)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = greeting.accept()) {
                  socket.getOutputStream().write("welcome".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      Target target = server.target();
      String host = OurLibrary.destination(target);
      ClientOptions options =
          OurLibrary.options(
              TransportOptions.defaults(), target.identity().file(), target.knownHosts());
      try (SshClient client = SshClient.create(options);
          ClientSession gate = client.connect(host)) {
        assertThat(
                Embedding.through(
                    client, gate, Destination.parse(host).orElseThrow(), greeting.getLocalPort()))
            .isEqualTo("welcome");
      }
    }
  }
}
