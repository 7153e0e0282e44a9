package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exec;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.forward.Target.Unix;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.RemoteFile;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.MachineUsers.User;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/**
 * Alice and bob log in again and again, at once, and want each other's files, sockets and
 * processes: were a right of one ever left on a thread of the other, some of it would be had.
 */
class InterleavedLoginsTest {
  private static final int LOGINS = Boolean.getBoolean("whole") ? 3_000 : 30;
  private static final int AT_ONCE = 16;

  private static Scratch scratch;
  private static MachineUsers users;
  private static RootServer server;
  private static final List<ServerSocketChannel> SOCKETS = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("interleaved");
    users = MachineUsers.create(scratch);
    for (User user : List.of(ALICE, BOB)) {
      Path secret = MachineUsers.give(Files.writeString(home(user, "secret"), user.name()), user);
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      SOCKETS.add(socket.bind(UnixDomainSocketAddress.of(home(user, "socket")), LOGINS));
      MachineUsers.give(home(user, "socket"), user);
    }
    server = users.sshdLite("MaxStartups 200", "AllowStreamLocalForwarding yes");
  }

  @AfterAll
  static void stop() throws IOException {
    for (ServerSocketChannel socket : SOCKETS) {
      socket.close();
    }
    if (users != null) {
      users.close();
    }
    if (server != null) {
      server.close();
      scratch.close();
    }
  }

  private static Path home(User user, String name) {
    return users.home(user).resolve(name);
  }

  @Test
  void each_has_what_is_his_and_nothing_of_the_others() throws Exception {
    Target target = server.alice();
    try (SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(), target.identity().file(), target.knownHosts()));
        ClientSession alice = client.connect(OurLibrary.destination(server.target(ALICE)));
        ClientSession bob = client.connect(OurLibrary.destination(server.target(BOB)));
        var aliceShell = alice.start(Exec.of("echo $$; exec sleep 600"));
        var bobShell = bob.start(Exec.of("echo $$; exec sleep 600"));
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      String pidOfAlice = line(aliceShell);
      String pidOfBob = line(bobShell);
      List<Future<?>> done = new ArrayList<>();
      IntStream.range(0, LOGINS)
          .forEach(
              i -> {
                boolean even = i % 2 == 0;
                done.add(
                    pool.submit(
                        () -> {
                          attack(
                              client,
                              even ? ALICE : BOB,
                              even ? BOB : ALICE,
                              even ? pidOfBob : pidOfAlice,
                              i);
                          return null;
                        }));
              });
      for (Future<?> each : done) {
        each.get();
      }
    }
    for (User user : List.of(ALICE, BOB)) {
      assertThat(home(user, "secret")).hasContent(user.name());
      try (Stream<Path> all = Files.list(users.home(user))) {
        assertThat(all.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder(".ssh", "secret", "socket");
      }
    }
  }

  private static String line(SessionChannel channel) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = channel.stdout().read(); c != '\n'; c = channel.stdout().read()) {
      assertThat(c).isNotNegative();
      text.append((char) c);
    }
    return text.toString();
  }

  private static void attack(SshClient client, User user, User other, String process, int number)
      throws Exception {
    try (ClientSession session = client.connect(OurLibrary.destination(server.target(user)))) {
      String script =
          """
          id -u; cat %1$s; exec 2>/dev/null
          cat %2$s /etc/shadow /proc/%3$s/environ; ls %4$s; echo > %4$s/evil-%5$d
          kill -0 %3$s && echo signalled; cat /proc/%6$d/environ; true\
          """
              .formatted(
                  home(user, "secret"),
                  home(other, "secret"),
                  process,
                  users.home(other),
                  number,
                  server.program().pid());
      assertThat(session.exec(script).text()).isEqualTo(user.uid() + "\n" + user.name());
      try (SftpClient files = session.files()) {
        try (RemoteFile file = files.open(home(user, "secret").toString())) {
          assertThat(file.input(0)).hasContent(user.name());
        }
        for (Path wanted : List.of(home(other, "secret"), Path.of("/etc/shadow"))) {
          assertThatThrownBy(() -> files.open(wanted.toString()).close())
              .isInstanceOf(IOException.class)
              .hasMessageContaining("Permission denied");
        }
        assertThatThrownBy(() -> files.create(home(other, "evil-" + number).toString()).close())
            .isInstanceOf(IOException.class);
      }
      session.connect(new Unix(home(user, "socket"))).close();
      assertThatThrownBy(() -> session.connect(new Unix(home(other, "socket"))).close())
          .isInstanceOf(IOException.class);
      assertThat(
              session
                  .forwarding()
                  .request(home(other, "evil-" + number).toString(), new Unix(Path.of("/nowhere"))))
          .isEmpty();
    }
  }
}
