package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientSession;
import org.sshlite.client.Exit;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.endurance.ServerState;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;

/** What clients leave that go without a word: nothing, in the server or of its sessions. */
@EnabledOnOs(OS.LINUX)
class LeftoversTest {
  /** All that the issue asks for by {@code -P whole}. */
  private static final int SESSIONS = Boolean.getBoolean("whole") ? 1000 : 40;

  private static final int AT_ONCE = 8;
  private static final int WARMING = 20;

  /** Threads that come and go on their own: carriers of virtual ones, and those for look-ups. */
  private static final int OF_THE_JVM = 6;

  /** Bytes. */
  private static final long GROWN = 1024 * 1024;

  /**
   * What is outside the heap: direct buffers, and what native calls are given. And few loops, which
   * have all begun before what is there is counted, on machines of any size.
   */
  private static final String COUNTED =
      "-XX:NativeMemoryTracking=summary -XX:ActiveProcessorCount=2";

  /** A line of jcmd's. */
  private static final Pattern OTHER =
      Pattern.compile("Other \\(reserved=\\d+, committed=(\\d+)\\)");

  @TempDir private Path folder;
  private final boolean ownPtys = Program.of("unshare", "--mount", "true").run().status() == 0;

  @Test
  void nothing_is_left_of_sessions_however_they_end() throws Exception {
    Client.SSH.require();
    try (LiteServer server =
        start("ClientAliveInterval 3", "ClientAliveCountMax 3", "LoginGraceTime 0")) {
      many(server, WARMING);
      // who asks has a thread and a socket of the server's from then on
      long memory = nativeMemory(server);
      ServerState before = ServerState.of(server.pid());
      assertThat(client(server, "exit 5").awaitEnd().status()).isEqualTo(5);
      killAndStop(server);
      many(server, SESSIONS);

      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                ServerState after = ServerState.of(server.pid());
                // those of the first sessions may have been about to be closed
                assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors());
                assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + OF_THE_JVM);
                assertThat(childrenOf(server)).isEmpty();
                assertThat(ptys(server)).isEmpty();
                assertThat(nativeMemory(server)).isLessThanOrEqualTo(memory + GROWN);
              });
    }
  }

  /** With ptys that are its alone, where that can be, and a JVM that counts what it has. */
  private LiteServer start(String... configuration) {
    return ownPtys
        ? LiteServer.startWithMounts(
            folder,
            """
            mount -t devpts -o newinstance,ptmxmode=666 devpts /dev/pts
            mount --bind /dev/pts/ptmx /dev/ptmx
            export JDK_JAVA_OPTIONS='%s'
            """
                .formatted(COUNTED),
            configuration)
        : LiteServer.startWithJava(folder, COUNTED, configuration);
  }

  /** Names of those that something still holds, a process of a session or the server. */
  private List<String> ptys(LiteServer server) throws IOException {
    if (!ownPtys) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(Path.of("/proc", "" + server.pid(), "root/dev/pts"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("ptmx"))
          .toList();
    }
  }

  /** Bytes outside the heap that Java code has: direct buffers, Netty's, and of native calls. */
  private static long nativeMemory(LiteServer server) {
    String told =
        Program.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd"),
                "" + server.pid(),
                "VM.native_memory",
                "scale=b")
            .runWell();
    Matcher other = OTHER.matcher(told);
    assertThat(other.find()).as(told).isTrue();
    return Long.parseLong(other.group(1));
  }

  private static List<ProcessHandle> childrenOf(LiteServer server) {
    return ProcessHandle.of(server.pid()).orElseThrow().children().toList();
  }

  /**
   * A client that is killed with a process that does as it is told and one that does not, and one
   * that is stopped: it keeps its connection and answers nothing, as when the network is gone.
   */
  private static void killAndStop(LiteServer server) {
    try (Running killed = client(server, "echo ready; sleep 600");
        Running ignored = client(server, "trap '' HUP; echo ready; cat; sleep 600");
        Running stopped = client(server, "echo ready; sleep 600")) {
      for (Running each : List.of(killed, ignored, stopped)) {
        each.awaitOutput("ready");
      }
      List<ProcessHandle> theirs = childrenOf(server);
      assertThat(theirs).hasSizeGreaterThanOrEqualTo(3);
      signal("STOP", stopped.pid());
      signal("KILL", killed.pid());
      signal("KILL", ignored.pid());
      // who ignores that his terminal is gone runs on, as by sshd, and is ours no more to end
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> theirs.stream().filter(ProcessHandle::isAlive).count() <= 1);
      server.awaitLog("Timeout, client not responding from user ");
      theirs.stream()
          .filter(ProcessHandle::isAlive)
          .flatMap(each -> Stream.concat(each.descendants(), Stream.of(each)))
          .forEach(ProcessHandle::destroyForcibly);
      signal("KILL", stopped.pid());
    }
  }

  private static Running client(LiteServer server, String command) {
    return Login.to(server.target()).pty().command(command).by(Client.SSH).start();
  }

  private static void signal(String name, long pid) {
    Program.of("kill", "-" + name, "" + pid).runWell();
  }

  private static void many(LiteServer server, int count) throws Exception {
    try (SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(),
                    server.target().identity().file(),
                    server.target().knownHosts()));
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Exit>> ends = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ends.add(pool.submit(() -> run(client, server)));
      }
      for (Future<Exit> end : ends) {
        assertThat(end.get()).isEqualTo(new Exit.Status(5));
      }
    }
  }

  private static Exit run(SshClient client, LiteServer server) throws IOException {
    try (ClientSession session = client.connect(OurLibrary.destination(server.target()))) {
      return session.exec("exit 5").exit();
    }
  }
}
