package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.client.TargetChannel;
import org.sshlite.protocol.forward.Target.Tcp;
import org.sshlite.protocol.forward.Target.Unix;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** What alice opens all at once on a server of root's, where each socket is made by her. */
@Timeout(120)
class BurstTest {
  private static final int AT_ONCE = 300;
  private static final int CONNECTIONS = 3;

  private static Scratch scratch;
  private static MachineUsers users;
  private static RootServer server;
  private static Echo port;
  private static Echo socket;
  private static Path path;

  private enum To {
    ADDRESS,
    NAME,
    SOCKET;

    org.sshlite.protocol.forward.Target target() {
      return switch (this) {
        case ADDRESS -> new Tcp("127.0.0.1", port.port());
        case NAME -> new Tcp("localhost", port.port());
        case SOCKET -> new Unix(path);
      };
    }
  }

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("burst");
    users = MachineUsers.create(scratch);
    port = Echo.start();
    path = users.home(ALICE).resolve("socket");
    socket = Echo.start(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    server = users.sshdLite("AllowStreamLocalForwarding yes");
  }

  @AfterAll
  static void stop() throws IOException {
    for (Echo echo : new Echo[] {port, socket}) {
      if (echo != null) {
        echo.close();
      }
    }
    if (users != null) {
      users.close();
    }
    if (server != null) {
      server.close();
      scratch.close();
    }
  }

  /** A name is an address once it is looked up. */
  static Stream<To> targets() {
    return Stream.of(To.values()).filter(to -> to != To.NAME || Boolean.getBoolean("whole"));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void all_that_is_opened_at_once_gets_through_and_others_log_in_meanwhile(To to) throws Exception {
    Target target = server.alice();
    try (SshClient client =
        SshClient.create(
            OurLibrary.options(
                TransportOptions.defaults(), target.identity().file(), target.knownHosts()))) {
      List<ClientSession> sessions = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        sessions.add(client.connect(OurLibrary.destination(server.target(ALICE))));
      }
      List<CompletableFuture<TargetChannel>> opening = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        for (ClientSession session : sessions) {
          opening.add(session.connectAsync(to.target()));
        }
      }
      CompletableFuture<String> alice =
          CompletableFuture.supplyAsync(() -> id(client, ALICE), Thread::startVirtualThread);
      assertThat(id(client, BOB)).isEqualTo(BOB.uid() + "\n");
      assertThat(alice.get(60, TimeUnit.SECONDS)).isEqualTo(ALICE.uid() + "\n");
      for (CompletableFuture<TargetChannel> each : opening) {
        each.get(60, TimeUnit.SECONDS);
      }
      for (ClientSession session : sessions) {
        session.close();
      }
    }
  }

  private static String id(SshClient client, MachineUsers.User user) {
    try (ClientSession session = client.connect(OurLibrary.destination(server.target(user)))) {
      return session.exec("id -u").text();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
