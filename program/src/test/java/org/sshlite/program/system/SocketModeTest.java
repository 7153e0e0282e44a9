package org.sshlite.program.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketModeTest {
  @TempDir private Path folder;

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private ServerSocketChannel bound(Path socket) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket));
  }

  @Test
  void a_socket_has_the_mode_that_it_is_given() throws IOException {
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel _ = bound(socket)) {
      SocketMode.set(socket, 0620);
      assertThat(mode(socket)).isEqualTo("rw--w----");
    }
  }

  @Test
  void what_is_in_its_place_keeps_its_own() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel _ = bound(socket)) {
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      Path toSocket = Files.createSymbolicLink(folder.resolve("to-socket"), socket);
      for (Path wrong : new Path[] {file, link, toSocket}) {
        assertThatThrownBy(() -> SocketMode.set(wrong, 0777))
            .isInstanceOf(IOException.class)
            .hasMessage("something else is in the place of the socket");
      }
      assertThat(mode(file)).isEqualTo("rw-r-----");
      assertThat(mode(socket)).isEqualTo("rw-------");
    }
  }
}
