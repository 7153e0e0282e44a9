package org.sshlite.tests.keyscan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tools.Console;
import org.sshlite.tools.keygen.Program;

/**
 * OpenSSH's sshd with host keys and certificates that ssh-lite-keygen made, seen by
 * ssh-lite-keyscan and by ssh-keyscan.
 */
class OpenSshHostTest {
  @TempDir private Path folder;

  @BeforeEach
  void require_the_peers() {
    OpenSshServer.require();
    Peers.require("ssh-keyscan");
  }

  private static Console console(OutputStream out) {
    return new Console(
        new ByteArrayInputStream(new byte[0]),
        out,
        OutputStream.nullOutputStream(),
        _ -> Optional.empty());
  }

  private void keygen(String... arguments) {
    assertThat(
            new Program(console(OutputStream.nullOutputStream()), Optional.empty())
                .run(List.of(arguments)))
        .isZero();
  }

  /** Lines with keys, in whatever order. */
  private static List<String> ours(int port, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments =
        Stream.of(Stream.of("-p", "" + port), Stream.of(options), Stream.of("127.0.0.1"))
            .flatMap(each -> each)
            .toList();
    assertThat(new org.sshlite.tools.keyscan.Program(console(out)).run(arguments)).isZero();
    return keys(out.toString(StandardCharsets.UTF_8));
  }

  private static List<String> theirs(int port, String... options) {
    return keys(
        org.sshlite.tests.peer.Program.of(Peers.path("ssh-keyscan"), "-p", "" + port)
            .with(options)
            .with("127.0.0.1")
            .run()
            .text());
  }

  private static List<String> keys(String output) {
    return output.lines().filter(line -> !line.startsWith("#")).sorted().toList();
  }

  @Test
  void both_scanners_see_the_keys_and_certificates_that_the_host_was_given() throws Exception {
    String ca = folder.resolve("ca").toString();
    keygen("-q", "-N", "", "-f", ca);
    List<String> types = List.of("rsa", "ecdsa", "ed25519");
    String[] configuration =
        types.stream()
            .map(type -> folder.resolve("host_" + type))
            .flatMap(file -> Stream.of("HostKey " + file, "HostCertificate " + file + "-cert.pub"))
            .toArray(String[]::new);
    for (String type : types) {
      String file = folder.resolve("host_" + type).toString();
      keygen("-q", "-t", type, "-N", "", "-f", file);
      keygen("-q", "-h", "-s", ca, "-I", "host", "-n", "127.0.0.1", file + ".pub");
    }
    try (OpenSshServer sshd = OpenSshServer.start(folder, configuration)) {
      int port = sshd.target().port();
      List<String> seen = ours(port, "-t", "rsa,ecdsa");
      assertThat(seen).isEqualTo(theirs(port, "-t", "rsa,ecdsa"));
      for (String type : List.of("rsa", "ecdsa")) {
        String[] pub = Files.readString(folder.resolve("host_" + type + ".pub")).split(" ");
        assertThat(seen).contains("[127.0.0.1]:" + port + " " + pub[0] + " " + pub[1]);
      }
      List<String> certified = ours(port, "-c", "-t", "rsa,ecdsa,ed25519");
      assertThat(certified).hasSize(3).isEqualTo(theirs(port, "-c", "-t", "rsa,ecdsa,ed25519"));
    }
  }
}
