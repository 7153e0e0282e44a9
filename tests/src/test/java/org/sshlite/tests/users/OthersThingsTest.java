package org.sshlite.tests.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sshlite.tests.peer.MachineUsers.ALICE;
import static org.sshlite.tests.peer.MachineUsers.BOB;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exec;
import org.sshlite.client.Exit;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.sftp.client.SftpClient;
import org.sshlite.sftp.client.SftpException;
import org.sshlite.sftp.wire.FileName;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.MachineUsers;
import org.sshlite.tests.peer.MachineUsers.RootServer;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.OpenSshArguments;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scratch;
import org.sshlite.tests.peer.Target;

/** Alice, who wants what is root's and bob's, of a server that is root's. */
class OthersThingsTest {
  private static final String SECRET = "a secret of others";

  private static Scratch scratch;
  private static MachineUsers users;
  private static RootServer server;
  private static Path roots;
  private static Path bobs;

  @BeforeAll
  static void start() throws IOException {
    MachineUsers.require();
    scratch = new Scratch("others");
    users = MachineUsers.create(scratch);
    Path closed = Files.createDirectory(users.folder().resolve("root"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    roots = Files.writeString(closed.resolve("secret"), SECRET);
    bobs = Files.writeString(users.home(BOB).resolve("secret"), SECRET);
    MachineUsers.give(bobs, BOB);
    server = users.sshdLite("AllowStreamLocalForwarding yes", "StreamLocalBindUnlink yes");
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

  @BeforeEach
  void is_as_it_was() throws IOException {
    assertThat(server.program().isAlive()).isTrue();
    Files.deleteIfExists(aliceFile("link"));
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

  private static Finished sftp(Target target, String commands) {
    List<String> options =
        Stream.of(OpenSshArguments.of(Login.to(target)))
            .flatMap(List::stream)
            .filter(option -> !option.equals("-T"))
            .toList();
    return Program.of(Peers.path("sftp"), options.toArray(String[]::new))
        .with("-P", "" + target.port(), "-b", "-", target.user() + "@" + Target.HOST)
        .input(commands)
        .run();
  }

  @Test
  void authorized_keys_that_lead_to_anothers_file_let_nobody_in() throws IOException {
    Path keys = aliceFile(".ssh/authorized_keys");
    Path kept = Files.move(keys, aliceFile(".ssh/kept"));
    for (Path other :
        List.of(
            Files.writeString(roots.resolveSibling("keys"), users.key().line()),
            users.home(BOB).resolve(".ssh/authorized_keys"))) {
      aliceLink(".ssh/authorized_keys", other);
      assertThat(alice().status()).as("" + other).isEqualTo(255);
    }
    Files.move(kept, keys, StandardCopyOption.REPLACE_EXISTING);
    assertThat(alice().status()).isZero();
  }

  @Test
  void files_of_others_are_neither_read_nor_changed() throws IOException {
    aliceLink("link", roots);
    aliceLink("bobs", bobs);
    Path mine = users.folder().resolve("mine");
    Files.writeString(mine, "alice's");
    String lines =
        """
        lcd %1$s
        -get link stolen
        -get bobs stolen
        -get %2$s stolen
        -get %3$s stolen
        -get /etc/shadow stolen
        -get /proc/self/environ stolen
        -get /proc/self/maps stolen
        -get /proc/self/mem stolen
        -get /proc/self/root/etc/shadow stolen
        -get /proc/self/fd/1 stolen
        -get /proc/thread-self/mem stolen
        -get /dev/stdin stolen
        -put mine link
        -put mine bobs
        -put mine %4$s/evil
        -put mine /proc/self/comm
        -rm %3$s
        -rename %3$s got
        -chmod 777 bobs
        -ln -s x %4$s/evil
        -ls %4$s
        -ls %5$s
        put mine mine
        -chown 0 mine
        """
            .formatted(users.folder(), roots, bobs, users.home(BOB), roots.getParent());
    Finished finished = sftp(server.alice(), lines);

    assertThat(finished.status()).as(finished.toString()).isZero();
    assertThat(users.folder().resolve("stolen")).doesNotExist();
    assertThat(finished.text().lines().filter(line -> !line.startsWith("sftp>"))).isEmpty();
    assertThat(roots).hasContent(SECRET);
    assertThat(bobs).hasContent(SECRET);
    assertThat(users.home(BOB).resolve("evil")).doesNotExist();
    assertThat(Files.readAttributes(aliceFile("mine"), "unix:uid,gid"))
        .containsEntry("uid", ALICE.uid())
        .containsEntry("gid", ALICE.gid());
  }

  /** Linux lets each thread of a process see what is the process's, whoever the thread acts for. */
  @Test
  void a_root_of_her_own_that_has_proc_shows_nothing_of_the_servers_process() throws IOException {
    String gets =
        Stream.of("maps", "smaps", "environ", "auxv", "stat", "syscall", "fd/1")
            .flatMap(part -> Stream.of("self/" + part, "thread-self/" + part))
            .map(part -> "-get /proc/" + part + " of-process\n")
            .collect(Collectors.joining());
    String commands = "lcd %s\n%sget /etc/passwd inside\n".formatted(users.folder(), gets);
    try (RootServer rooted = users.sshdLite("ChrootDirectory /")) {
      Finished finished = sftp(rooted.alice(), commands);
      assertThat(finished.status()).as(finished.toString()).isZero();
      assertThat(users.folder().resolve("inside")).isNotEmptyFile();
      assertThat(users.folder().resolve("of-process")).doesNotExist();
      assertThat(links(rooted.alice(), "/proc/self/exe", "/proc/self/fd/1", "/proc/self/cwd"))
          .containsOnly("PERMISSION_DENIED");
      aliceLink("link", Path.of("/anywhere"));
      assertThat(links(rooted.alice(), "" + aliceFile("link"))).containsExactly("/anywhere");
    }
  }

  /** Where links lead, or why that is not told. */
  private static List<String> links(Target target, String... paths) throws IOException {
    List<String> told = new ArrayList<>();
    try (SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(), target.identity().file(), target.knownHosts()));
        ClientSession session = client.connect(OurLibrary.destination(target));
        SftpClient files = session.files()) {
      for (String path : paths) {
        try {
          told.add(files.readLink(FileName.of(path)).text());
        } catch (SftpException e) {
          told.add(e.code().name());
        }
      }
    }
    return told;
  }

  /** Whoever is a client's master gets its terminal. */
  @Test
  void a_master_of_somebody_elses_is_not_used() throws IOException {
    Peers.require("python3");
    Path socket = aliceFile("mux");
    String listen =
        "import os, socket, sys; s = socket.socket(socket.AF_UNIX); os.umask(0);"
            + " s.bind('%s'); s.listen(); print('listens', flush=True); s.accept();"
            + " sys.stdin.read()";
    Login login =
        Login.to(server.alice()).command("python3 -c \"" + listen.formatted(socket) + "\"");
    try (Running masters = login.by(Client.SSH).start()) {
      masters.awaitOutput("listens");
      Finished finished =
          Login.to(server.alice())
              .extra("-S", socket.toString())
              .command("echo by itself")
              .by(Client.SSH_LITE)
              .run();
      assertThat(finished.text()).isEqualTo("by itself\n");
      assertThat(finished.errors()).isEqualTo("the socket " + socket + " is another user's\r\n");
      assertThat(finished.status()).isZero();
    }
  }

  /** Linux opens what /proc/self/fd has for every thread, whatever folder it lies in. */
  @Test
  void what_another_session_has_open_is_not_to_be_had() throws IOException {
    Path open = Files.writeString(users.home(BOB).resolve("open"), SECRET.repeat(1000));
    MachineUsers.give(open, BOB);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    StringBuilder lines = new StringBuilder("lcd " + users.folder() + "\n");
    for (int i = 0; i < 300; i++) {
      lines.append("-get /proc/self/fd/" + i + " got\n");
      lines.append("-get /proc/" + server.program().pid() + "/fd/" + i + " got\n");
    }
    try (Running bob =
        Program.of(
                Peers.path("sftp"),
                OpenSshArguments.of(Login.to(server.bob())).stream()
                    .filter(option -> !option.equals("-T"))
                    .toArray(String[]::new))
            .with(
                "-l",
                "1",
                "-P",
                "" + server.bob().port(),
                "-b",
                "-",
                BOB.name() + "@" + Target.HOST)
            .start()) {
      bob.send("lcd " + users.folder() + "\nget open slow\n");
      Awaitility.await().until(() -> Files.exists(users.folder().resolve("slow")));
      sftp(server.alice(), lines.toString());
    }
    assertThat(users.folder().resolve("got")).doesNotExist();
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

  @Test
  void sockets_of_others_are_not_connected_to() throws IOException {
    Path path = roots.resolveSibling("socket");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
      socket.configureBlocking(false);
      aliceLink("link", path);
      for (Path way : List.of(path, aliceFile("link"))) {
        isNotConnectedTo(socket, way);
      }
    }
    Files.delete(path);
  }

  @Test
  void sockets_are_made_where_the_user_may_and_are_his() throws IOException {
    for (Path way :
        List.of(roots.resolveSibling("evil"), users.home(BOB).resolve("evil"), roots, bobs)) {
      // held, as a command may be over before the answer is there
      Finished refused = alice("-N", "-o", "ExitOnForwardFailure=yes", "-R", way + ":/nowhere");
      assertThat(refused.status()).as("" + way).isEqualTo(255);
    }
    assertThat(roots.resolveSibling("evil")).doesNotExist();
    assertThat(roots).hasContent(SECRET);
    assertThat(bobs).hasContent(SECRET);
    Finished made =
        Login.to(server.alice())
            .extra("-R", aliceFile("socket") + ":/nowhere")
            .command("stat -c '%u %g %a' socket")
            .by(Client.SSH)
            .run();
    assertThat(made.text()).isEqualTo(ALICE.uid() + " " + ALICE.gid() + " 600\n");
    Awaitility.await().until(() -> Files.notExists(aliceFile("socket"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void ports_and_connections_of_a_user_are_his_to_the_system() throws IOException {
    InetAddress here = InetAddress.getByName("127.0.0.1");
    int local = LoopbackPort.free();
    int named = LoopbackPort.free();
    int remote = LoopbackPort.free();
    try (ServerSocket target = new ServerSocket(0, 10, here);
        Running ssh =
            Login.to(server.alice())
                .extra("-N", "-v", "-o", "ExitOnForwardFailure=yes")
                .extra("-L", local + ":127.0.0.1:" + target.getLocalPort())
                .extra("-L", named + ":localhost:" + target.getLocalPort())
                .extra("-R", remote + ":127.0.0.1:1")
                .by(Client.SSH)
                .start()) {
      ssh.awaitErrors("remote forward success");
      try (Socket _ = new Socket(here, local);
          Socket _ = target.accept();
          Socket _ = new Socket(here, named);
          Socket _ = target.accept()) {
        assertThat(owners("01", 2, target.getLocalPort()))
            .containsExactly("" + ALICE.uid(), "" + ALICE.uid());
      }
      assertThat(owners("0A", 1, remote)).isNotEmpty().containsOnly("" + ALICE.uid());
    }
  }

  /**
   * Whose the sockets of a state are, proc(5).
   *
   * @param end 1 for the port here, 2 for the one at the other end
   */
  private static List<String> owners(String state, int end, int port) throws IOException {
    try (Stream<String> lines =
        Stream.concat(
            Files.lines(Path.of("/proc/net/tcp")), Files.lines(Path.of("/proc/net/tcp6")))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words[3].equals(state) && words[end].endsWith(":%04X".formatted(port)))
          .map(words -> words[7])
          .toList();
    }
  }

  @Test
  void a_port_of_roots_is_not_listened_at() {
    Finished refused = alice("-N", "-o", "ExitOnForwardFailure=yes", "-R", "1:127.0.0.1:1");
    assertThat(refused.status()).isEqualTo(255);
    assertThat(refused.errors()).contains("remote port forwarding failed for listen port 1");
  }

  @Test
  void a_forwarded_agent_is_its_users_alone() throws IOException {
    try (OpenSshAgent agent = OpenSshAgent.start(users.folder().resolve("agent"))) {
      Login login =
          Login.to(server.alice()).extra("-A").command("stat -c '%u %g %a' $SSH_AUTH_SOCK");
      assertThat(login.by(Client.SSH).env("SSH_AUTH_SOCK", "" + agent.socket()).run().text())
          .isEqualTo(ALICE.uid() + " " + ALICE.gid() + " 600\n");
    }
  }

  @Test
  void a_signal_ends_what_runs_for_her() throws Exception {
    try (SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(),
                    server.alice().identity().file(),
                    server.alice().knownHosts()));
        ClientSession session = client.connect(OurLibrary.destination(server.alice()));
        SessionChannel running = session.start(Exec.of("echo ready; cat"))) {
      assertThat(running.stdout().readNBytes(6)).asString().isEqualTo("ready\n");
      running.signal("KILL");
      assertThat(running.waitFor()).isEqualTo(new Exit.Signal("KILL", false));
    }
  }

  /** Who could send a signal to a thread of the server's would end it, and all sessions with it. */
  @Test
  void no_thread_of_the_server_takes_a_signal_of_a_users() {
    String script =
        """
        for i in 1 2 3; do
          for t in /proc/%d/task/*; do kill -KILL ${t##*/} 2>/dev/null && echo killed; done
        done
        echo over\
        """
            .formatted(server.program().pid());
    Finished tried;
    try (Running files =
        Program.of(
                Peers.path("ssh"),
                OpenSshArguments.of(Login.to(server.alice())).toArray(String[]::new))
            .with("-p", "" + server.alice().port(), "-s", ALICE.name() + "@" + Target.HOST, "sftp")
            .start()) {
      files.send(new byte[] {0, 0, 0, 5, 1, 0, 0, 0, 3});
      files.awaitOutput("posix-rename");
      tried = Login.to(server.alice()).command(script).by(Client.SSH).run();
    }
    assertThat(tried.text()).isEqualTo("over\n");
    assertThat(server.program().isAlive()).isTrue();
  }
}
