package org.sshlite.sshd.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.protocol.forward.SocketRights;
import org.sshlite.sshd.account.Actor;
import org.sshlite.sshd.process.Account;

/** Sockets that listen for a user, another one than root where root tests. */
class UserRightsTest {
  @TempDir private Path folder;
  private boolean root;
  private SocketRights rights;

  @BeforeEach
  void let_him_in() throws IOException {
    root = System.getProperty("user.name").equals("root");
    Account account =
        root
            ? new Account("alice", 54321, 54421, List.of(54421), "/", "/bin/sh")
            : Account.current().orElseThrow();
    rights = new UserRights(Actor.of(account));
    // who likes may put things here
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static ServerSocketChannel bound(Path path) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      return socket.bind(UnixDomainSocketAddress.of(path));
    } catch (Throwable e) {
      socket.close();
      throw e;
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  @ParameterizedTest
  @ValueSource(ints = {0177, 0111, 0})
  void a_socket_has_the_mode_that_the_mask_leaves_and_is_the_users(int umask) throws IOException {
    Path path = folder.resolve("socket");
    try (ServerSocketChannel _ = rights.makeIn(path, umask, UserRightsTest::bound)) {
      assertThat(Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS))
          .isEqualTo(0140000 | 0777 & ~umask);
      if (root) {
        assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(54321);
      }
    }
  }

  /** In the moment between making it and giving it its mode. */
  @Test
  void a_link_in_the_place_of_a_socket_gives_its_mode_to_nothing() throws IOException {
    Path secret = rights.call(() -> Files.createFile(folder.resolve("secret")));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path path = folder.resolve("socket");
    SocketRights.PathDeed<ServerSocketChannel> attacked =
        at -> {
          ServerSocketChannel socket = bound(at);
          Files.delete(at);
          Files.createSymbolicLink(at, secret);
          return socket;
        };
    if (root) {
      rights.makeIn(path, 0, attacked).close();
    } else {
      assertThatThrownBy(() -> rights.makeIn(path, 0, attacked)).isInstanceOf(IOException.class);
    }
    assertThat(mode(secret)).isEqualTo("rw-------");
  }

  /** sun_path has 108 bytes, and a path that begins at the root a slash and a zero. */
  @ParameterizedTest
  @ValueSource(ints = {80, 87, 88, 106})
  void a_name_has_as_much_room_as_sshd_gives_it(int length) throws IOException {
    Assumptions.assumeTrue(root, "needs root: others use the path itself");
    Path path = folder.resolve("n".repeat(length - 2) + "\u00e4");
    assertThat(path.getFileName().toString().getBytes(UTF_8)).hasSize(length);
    try (ServerSocketChannel listening = rights.makeIn(path, 0177, UserRightsTest::bound);
        SocketChannel connected =
            rights.callAt(path, at -> SocketChannel.open(UnixDomainSocketAddress.of(at)))) {
      assertThat(connected.isConnected()).isTrue();
      assertThat(listening.isOpen()).isTrue();
      assertThat(mode(path)).isEqualTo("rw-------");
    }
  }

  @Test
  void a_longer_one_is_refused_in_so_many_words() throws IOException {
    Assumptions.assumeTrue(root, "needs root: others use the path itself");
    Path path = folder.resolve("n".repeat(107));
    assertThatThrownBy(() -> rights.makeIn(path, 0177, UserRightsTest::bound))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too long");
    assertThat(path).doesNotExist();
  }

  @Test
  void nothing_is_made_anywhere_else() throws IOException {
    Assumptions.assumeTrue(root, "needs root: others use the path itself");
    String name = "n".repeat(100);
    Path missing = folder.resolve("missing").resolve(name);
    assertThatThrownBy(() -> rights.makeIn(missing, 0177, UserRightsTest::bound))
        .isInstanceOf(IOException.class);
    assertThat(Path.of(name)).doesNotExist();
    assertThat(folder.resolve(name)).doesNotExist();
  }
}
