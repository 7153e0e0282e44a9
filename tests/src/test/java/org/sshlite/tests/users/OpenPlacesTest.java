package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/**
 * Alice, who goes by what bob has open in the same process: Linux lets each of its threads follow
 * /proc/self/fd, past the home that keeps others out.
 */
class OpenPlacesTest {
  private static final String SECRET = "a secret of others";

  private static Scratch scratch;
  private static MachineUsers users;
  private static RootServer server;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("open-places");
    users = MachineUsers.create(scratch);
    server =
        users.sshdLite(
            "AllowStreamLocalForwarding yes",
            "StreamLocalBindUnlink yes",
            "PermitUserEnvironment yes");
  }

  @AfterAll
  static void stop() throws IOException {
    if (users != null) {
      users.close();
    }
    if (server != null) {
      server.close();
      scratch.close();
    }
  }

  private static Path aliceFile(String name) {
    return users.home(ALICE).resolve(name);
  }

  private static Path aliceLink(String name, Path to) throws IOException {
    Path link = aliceFile(name);
    Files.deleteIfExists(link);
    return MachineUsers.give(Files.createSymbolicLink(link, to), ALICE);
  }

  private static Finished alice(String... options) {
    return Login.to(server.alice()).extra(options).command("true").by(Client.SSH).run();
  }

  /** A session of bob's files, in which he has something open, and the number that it has. */
  private record Opened(Running session, int number) implements AutoCloseable {
    private static final int OPEN = 3;
    private static final int OPENDIR = 11;

    static Opened by(int type, Path path) throws IOException {
      Running session =
          Program.of(
                  Peers.path("ssh"),
                  OpenSshArguments.of(Login.to(server.bob())).toArray(String[]::new))
              .with("-p", "" + server.bob().port(), "-s", BOB.name() + "@" + Target.HOST, "sftp")
              .start();
      session.send(new byte[] {0, 0, 0, 5, 1, 0, 0, 0, 3});
      byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
      ByteBuffer request = ByteBuffer.allocate(4 + 1 + 4 + 4 + name.length + 8);
      request.putInt(request.capacity() - 4).put((byte) type).putInt(1);
      request.putInt(name.length).put(name);
      if (type == OPEN) {
        request.putInt(1).putInt(0); // to read, and no attributes
      } else {
        request.putInt(0, request.position() - 4);
      }
      session.send(Arrays.copyOf(request.array(), request.position()));
      Path numbers = Path.of("/proc/" + server.program().pid() + "/fd");
      AtomicInteger found = new AtomicInteger();
      Awaitility.await()
          .until(
              () -> {
                found.set(leadingTo(numbers, path));
                return found.get() >= 0;
              });
      return new Opened(session, found.get());
    }

    private static int leadingTo(Path numbers, Path path) throws IOException {
      try (Stream<Path> all = Files.list(numbers)) {
        for (Path each : all.toList()) {
          try {
            if (Files.readSymbolicLink(each).equals(path)) {
              return Integer.parseInt(each.getFileName().toString());
            }
          } catch (NoSuchFileException _) {
            // it was closed meanwhile
          }
        }
        return -1;
      }
    }

    Path way() {
      return Path.of("/proc/self/fd/" + number);
    }

    @Override
    public void close() {
      session.close();
    }
  }

  @Test
  void what_another_session_has_open_leads_to_no_socket_and_makes_none() throws IOException {
    Path folder = Files.createDirectory(users.home(BOB).resolve("for-all"));
    MachineUsers.give(folder, BOB);
    Path path = folder.resolve("socket");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Opened bobs = Opened.by(Opened.OPENDIR, folder)) {
      socket.bind(UnixDomainSocketAddress.of(path));
      socket.configureBlocking(false);
      for (Path each : List.of(folder, path)) {
        Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
      aliceLink("link", bobs.way());
      for (Path way : List.of(bobs.way(), aliceFile("link"))) {
        isNotConnectedTo(socket, way.resolve("socket"));
        Finished refused =
            alice("-N", "-o", "ExitOnForwardFailure=yes", "-R", way.resolve("evil") + ":/nowhere");
        assertThat(refused.status()).as("" + way).isEqualTo(255);
      }
      // and she has what is hers
      Finished own = alice("-o", "ExitOnForwardFailure=yes", "-R", aliceFile("o") + ":/nowhere");
      assertThat(own.status()).as(own.toString()).isZero();
    }
    assertThat(folder.resolve("evil")).doesNotExist();
    assertThat(path).exists();
  }

  @Test
  void what_another_session_has_open_is_no_environment_of_hers() throws IOException {
    Path variables = Files.writeString(users.home(BOB).resolve("variables"), "STOLEN=" + SECRET);
    MachineUsers.give(variables, BOB);
    Files.setPosixFilePermissions(variables, PosixFilePermissions.fromString("rw-r--r--"));
    Path environment = aliceFile(".ssh/environment");
    try (Opened bobs = Opened.by(Opened.OPEN, variables)) {
      aliceLink("link", bobs.way());
      for (Path way :
          List.of(bobs.way(), aliceFile("link"), Path.of("/proc/thread-self/environ"))) {
        aliceLink(".ssh/environment", way);
        Finished finished = Login.to(server.alice()).command("env").by(Client.SSH).run();
        assertThat(finished.status()).as(finished.toString()).isZero();
        assertThat(finished.text()).contains("USER=").doesNotContain("STOLEN", "NSS_WRAPPER");
      }
      Files.delete(environment);
      Files.writeString(environment, "HERS=yes\n");
      MachineUsers.give(environment, ALICE);
      assertThat(Login.to(server.alice()).command("env").by(Client.SSH).run().text())
          .contains("HERS=yes\n");
    } finally {
      Files.deleteIfExists(environment);
    }
  }

  private static void isNotConnectedTo(ServerSocketChannel socket, Path way) throws IOException {
    int port = LoopbackPort.free();
    try (Running ssh =
        Login.to(server.alice())
            .extra("-N", "-L", port + ":" + way, "-o", "ExitOnForwardFailure=yes", "-v")
            .by(Client.SSH)
            .start()) {
      ssh.awaitErrors("Local forwarding listening");
      ssh.awaitErrors("Entering interactive session");
      new Socket("127.0.0.1", port).close();
      ssh.awaitErrors("open failed");
    }
    assertThat(socket.accept()).isNull();
  }
}
