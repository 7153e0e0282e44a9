package org.sshlite.tests.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Scripts;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.OpenSshSftp;

/** Programs that are told by which client to connect, and an editor that lives in a connection. */
@Timeout(120)
class CarriedProgramTest {
  private static final Pattern SERVING = Pattern.compile("port (\\d+)");
  private static final int VISITORS = 20;

  @TempDir private static Path folder;
  private static LiteServer server;
  private static byte[] content;

  @BeforeAll
  static void start() throws IOException {
    server = LiteServer.start(folder, "Subsystem sftp internal-sftp");
    content = new byte[300_000];
    new Random(5).nextBytes(content);
    Files.write(folder.resolve("file"), content);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Program with(Program program, String client) {
    return program
        .with(OpenSshSftp.options(server.target()))
        .with("-F", "none", "-P", "" + server.target().port(), "-S", client);
  }

  private static String remote(String name) {
    return server.target().user() + "@" + Target.HOST + ":" + folder.resolve(name);
  }

  /** There and back again. */
  private static void copies(Program scp, Program sftp, String name) {
    Finished put = scp.with("" + folder.resolve("file"), remote(name)).run();
    Finished get =
        sftp.with("-b", "-", server.target().user() + "@" + Target.HOST)
            .input("get " + folder.resolve(name) + " " + folder.resolve(name + ".back") + "\n")
            .run();

    assertThat(put.status()).as(put.errors()).isZero();
    assertThat(get.status()).as(get.errors()).isZero();
    assertThat(folder.resolve(name + ".back")).hasBinaryContent(content);
  }

  @Test
  void scp_and_sftp_go_by_our_client() throws IOException {
    Peers.require("scp", "sftp");
    Path client = folder.resolve("client");
    Scripts.of(client, OurProgram.sshLite());

    copies(
        with(Program.of(Peers.path("scp")), "" + client),
        with(Program.of(Peers.path("sftp")), "" + client),
        "theirs");
  }

  @Test
  void our_scp_and_sftp_go_by_ssh() {
    Peers.require("ssh");
    String client = Peers.path("ssh").toString();

    copies(with(OurProgram.scp(), client), with(OurProgram.sftp(), client), "ours");
  }

  /**
   * As Visual Studio Code works: a shell gets its script as input and lives on, and all else goes
   * through a SOCKS port of the same connection to what the script has started.
   */
  @Test
  void an_editor_runs_a_script_and_visits_what_it_started() throws Exception {
    Peers.require("python3", "bash");
    int port = LoopbackPort.free();
    try (Running shell =
        Login.to(server.target())
            .extra("-v", "-D", "" + port, "-o", "ConnectTimeout=15")
            .command("bash")
            .by(Client.SSH_LITE)
            .start()) {
      shell.send(
          """
          cd %s
          python3 -u -m http.server 0 --bind 127.0.0.1 </dev/null 2>/dev/null &
          wc -c; kill $!; exit 3
          """
              .formatted(folder));
      shell.awaitOutput("port ");
      shell.awaitOutput(shell.output().indexOf("port "), "\n");
      Matcher serving = SERVING.matcher(shell.output());
      assertThat(serving.find()).isTrue();
      int there = Integer.parseInt(serving.group(1));
      try (ExecutorService visitors = Executors.newCachedThreadPool()) {
        List<Callable<byte[]>> visits =
            IntStream.range(0, VISITORS)
                .<Callable<byte[]>>mapToObj(_ -> () -> fetch(port, there))
                .toList();
        for (Future<byte[]> visit : visitors.invokeAll(visits)) {
          assertThat(visit.get()).endsWith(content);
        }
      }
      shell.send(content);
      shell.endInput();
      Finished finished = shell.awaitEnd();

      assertThat(finished.text()).endsWith("\n" + content.length + "\n");
      assertThat(finished.status()).as(finished.errors()).isEqualTo(3);
    }
  }

  private static byte[] fetch(int port, int there) throws IOException {
    Proxy socks = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(Target.HOST, port));
    try (Socket socket = new Socket(socks)) {
      socket.connect(InetSocketAddress.createUnresolved(Target.HOST, there));
      socket
          .getOutputStream()
          .write("GET /file HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return in.readAllBytes();
    }
  }
}
