package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;

/** A server whose system gives it no thread: it says so, and serves as soon as there are some. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class NoThreadsTest {
  /** Longer than the JVM keeps a carrier that has nothing to do. */
  private static final Duration IDLE =
      Boolean.getBoolean("whole") ? Duration.ofSeconds(40) : Duration.ZERO;

  /** So few that MaxStartups drops none. */
  private static final int STRANGERS = 5;

  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  /** Of a login that was looked up: nobody, as whom the server runs for root, is not let in. */
  private static final String DECIDED =
      ROOT ? "User nobody not allowed because " : "Accepted publickey for ";

  @TempDir private Path folder;

  private static void limit(LiteServer server, String threads) {
    Program limiting =
        Program.of(Peers.path("prlimit"), "--pid", "" + server.pid(), "--nproc=" + threads + ":");
    if (ROOT) {
      limiting.by("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
    }
    limiting.runWell();
  }

  /** How many the system gives it, a number or a word of prlimit's. */
  private static String threadLimit(LiteServer server) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + server.pid() + "/limits")).stream()
        .filter(line -> line.startsWith("Max processes"))
        .map(line -> line.split(" {2,}")[1])
        .findFirst()
        .orElseThrow();
  }

  @Test
  void who_knocks_meanwhile_is_answered_and_who_comes_afterwards_too() throws Exception {
    Peers.require("prlimit", "setpriv");
    try (LiteServer server = LiteServer.startAsNobody(folder);
        SshClient client =
            SshClient.create(
                OurLibrary.options(
                    TransportOptions.defaults(),
                    server.target().identity().file(),
                    server.target().knownHosts()))) {
      String destination = OurLibrary.destination(server.target());
      Thread.sleep(IDLE);
      String most = threadLimit(server);
      limit(server, "1");
      List<Socket> strangers = new ArrayList<>();
      for (int i = 0; i < STRANGERS; i++) {
        strangers.add(knock(server));
      }
      logIn(client, destination);
      server.awaitLog("no thread for look-ups of users: ");
      assertThat(server.log()).doesNotContain(DECIDED);
      for (Socket stranger : strangers) {
        stranger.close();
      }
      limit(server, most);
      await()
          .untilAsserted(
              () -> {
                logIn(client, destination);
                assertThat(server.log()).contains(DECIDED);
              });
      assertThat(server.log()).doesNotContain("\tat ", "Exception");
    }
  }

  private static void logIn(SshClient client, String destination) {
    try (ClientSession session = client.connect(destination)) {
      assertThat(session.connection().ended()).isNotDone();
    } catch (IOException _) {
      return; // the log says why
    }
  }

  /** As far as the algorithms that the server offers. */
  private static Socket knock(LiteServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.target().port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write("SSH-2.0-knock\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] start = socket.getInputStream().readNBytes(256);
    assertThat(new String(start, StandardCharsets.ISO_8859_1))
        .startsWith("SSH-2.0-")
        .contains("sntrup761");
    return socket;
  }
}
