package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** What people forward for: a web client behind SOCKS, a clone through two jump hosts. */
@Timeout(120)
class EverydayTest {
  @TempDir private static Path folder;
  private static LiteServer ours;
  private static OpenSshServer theirs;

  @BeforeAll
  static void start() throws IOException {
    OpenSshServer.require();
    Peers.require("curl", "git");
    ours = LiteServer.start(Files.createDirectory(folder.resolve("ours")));
    theirs = OpenSshServer.start(Files.createDirectory(folder.resolve("theirs")));
  }

  @AfterAll
  static void stop() {
    if (ours != null) {
      ours.close();
    }
    if (theirs != null) {
      theirs.close();
    }
  }

  @Test
  void a_web_client_gets_what_a_name_of_the_far_side_stands_for() throws IOException {
    byte[] page = "a page\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    web.start();
    try {
      // each client with the other's server
      assertThat(browse(theirs.target(), Client.SSH_LITE, web)).isEqualTo(page);
      assertThat(browse(ours.target(), Client.SSH, web)).isEqualTo(page);
    } finally {
      web.stop(0);
    }
  }

  private static byte[] browse(Target target, Client client, HttpServer web) {
    int port = LoopbackPort.free();
    try (Running running =
        Login.to(target)
            .extra("-D", "" + port)
            .command("echo on; exec sleep 60")
            .by(client)
            .start()) {
      running.awaitOutput("on");
      return Program.of(Peers.path("curl"), "-q", "-sS", "-x", "socks5h://127.0.0.1:" + port)
          .with("http://localhost:" + web.getAddress().getPort() + "/")
          .run()
          .output();
    }
  }

  @Test
  void a_clone_through_two_jump_hosts_is_whole() throws IOException {
    Path original = folder.resolve("original");
    git("init", "-q", "" + original);
    Path file = Files.write(original.resolve("file"), new byte[1_000_000]);
    git("-C", "" + original, "add", "" + file);
    git("-C", "" + original, "commit", "-q", "-m", "all");
    Path config =
        Jumps.write(
            folder.resolve("config"), List.of(ours.target(), theirs.target(), ours.target()));
    Path clone = folder.resolve("clone");
    Program.of(Peers.path("git"), "clone", "-q", Jumps.LAST + ":" + original, "" + clone)
        .env("GIT_SSH_COMMAND", String.join(" ", OurProgram.sshLite("-F", "" + config).command()))
        .env("GIT_SSH_VARIANT", "ssh")
        .runWell();
    assertThat(clone.resolve("file")).hasSameBinaryContentAs(file);
  }

  private static void git(String... arguments) {
    Program.of(Peers.path("git"), "-c", "user.name=a", "-c", "user.email=a@example.com")
        .with(arguments)
        .runWell();
  }
}
