package org.sshlite.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Target;

/** One server that tells all it can. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorTest {
  @TempDir static Path folder;
  private LiteServer server;
  private Path events;
  private Path recordings;

  @BeforeAll
  void start() throws IOException {
    Client.SSH.require();
    events = folder.resolve("events");
    recordings = Files.createDirectory(folder.resolve("recordings"));
    server =
        LiteServer.start(
            folder,
            "EventLog " + events,
            "MetricsListen 127.0.0.1:0",
            "RecordSessions " + recordings,
            "ProxyProtocol 127.0.0.2");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Login login() {
    return Login.to(server.target());
  }

  private static void await_line(Path file, String... parts) {
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(file))
                    .anySatisfy(line -> assertThat(line).contains(parts)));
  }

  @Test
  void a_command_is_told_from_its_connection_to_its_end() throws IOException {
    assertThat(login().command("exit 3").by(Client.SSH).run().status()).isEqualTo(3);

    await_line(events, "\"event\":\"command_ended\"", "\"status\":3,");
    await_line(events, "\"event\":\"end\"", "\"reason\":\"disconnected\"", "\"bytes_sent\":");
    await_line(events, "\"event\":\"authentication\"", "\"result\":\"accepted\"", "\"key\":\"SHA");
    await_line(events, "\"event\":\"negotiated\"", "\"client\":\"SSH-2.0-OpenSSH_");
    assertThat(Files.readString(events)).doesNotContain("exit 3");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(events)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_login_that_fails_is_an_event_and_a_figure() throws IOException {
    KeyPair stranger = KeyPair.create(folder.resolve("stranger"));
    Login.to(server.target().withIdentity(stranger)).command("true").by(Client.SSH).run();

    await_line(events, "\"result\":\"refused\"", "\"reason\":\"key not accepted\"");
    await()
        .untilAsserted(
            () ->
                assertThat(scraped())
                    .containsPattern(
                        "sshd_lite_authentications_total\\{method=\"publickey\",result=\"refused\"}"
                            + " [1-9]"));
  }

  @Test
  void an_event_tells_why_a_password_is_refused() throws IOException {
    for (String name : new String[] {Account.NAME, "nobody-of-that-name"}) {
      Target target = server.target().withUser(name).withPassword("wrong");
      Login.to(target).byPassword().command("true").by(Client.SSH).run();
    }
    await_line(events, "\"method\":\"password\"", "\"reason\":\"wrong password\"");
    await_line(events, "\"method\":\"password\"", "\"reason\":\"unknown user\"");
  }

  private String scraped() throws IOException {
    Matcher line = Pattern.compile("Serving metrics on (.*) port (\\d+)").matcher(server.log());
    assertThat(line.find()).isTrue();
    URI uri = URI.create("http://" + line.group(1) + ":" + line.group(2) + "/metrics");
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_session_on_a_terminal_is_recorded_for_any_player_and_one_without_is_not()
      throws IOException {
    login().command("echo unseen").by(Client.SSH).runWell();
    login().pty().command("printf 'seen\\303\\274\\n'").by(Client.SSH).runWell();

    await().until(() -> !recordings().isEmpty());
    Path recording = recordings().getFirst();
    await_line(recording, "\"o\", \"seen\u00fc\\r\\n\"]");
    assertThat(Files.readAllLines(recording).getFirst()).startsWith("{\"version\": 2, \"width\": ");
    assertThat(recordings()).hasSize(1);
    Peers.require("asciinema", "script");
    // it wants a terminal
    Finished played =
        Program.of(Peers.path("script"), "-qec", "asciinema play " + recording, "/dev/null")
            .env("LC_ALL", "C.UTF-8")
            .env("HOME", folder.toString())
            .run();
    assertThat(played.status()).as(played.toString()).isZero();
    assertThat(played.text()).contains("seen\u00fc");
  }

  @Test
  void what_is_typed_is_recorded_where_that_is_asked_for() throws IOException {
    Path typed = Files.createDirectory(folder.resolve("typed"));
    try (LiteServer recording =
        LiteServer.start(
            Files.createDirectory(folder.resolve("t")),
            "RecordSessions " + typed,
            "RecordInput yes")) {
      Login.to(recording.target())
          .pty()
          .command("stty -echo; echo ready; read word; echo got")
          .by(Client.SSH)
          .input("secret\n")
          .runWell();
      await_line(only(typed), "\"i\", \"secret");
    }
  }

  @Test
  void who_fills_his_recording_loses_that_terminal_and_goes_on_with_others() throws IOException {
    Path full = Files.createDirectory(folder.resolve("full"));
    try (LiteServer recording =
        LiteServer.start(
            Files.createDirectory(folder.resolve("f")),
            "RecordSessions " + full,
            "RecordLimit 10k")) {
      Login login = Login.to(recording.target()).pty();
      assertThat(login.command("yes").by(Client.SSH).run().status()).isEqualTo(255);
      recording.awaitLog("no more is recorded of a session of ");
      recording.awaitLog("RecordLimit: it has 10240 bytes");
      assertThat(Files.size(only(full))).isBetween(1L, 10240L);
      assertThat(login.command("echo in").by(Client.SSH).run().text()).contains("in");
    }
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  @Test
  void a_list_of_processes_says_what_it_is() {
    assumeTrue(Files.exists(Path.of("/proc/self/comm")), "needs Linux");
    assertThat(Path.of("/proc", "" + server.pid(), "comm")).hasContent("sshd-lite");
  }

  private List<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(recordings)) {
      return files.toList();
    }
  }

  @Test
  void a_proxy_says_for_whom_it_comes() throws IOException {
    InetAddress proxy = InetAddress.ofLiteral("127.0.0.2");
    try (Socket socket = new Socket("127.0.0.1", server.target().port(), proxy, 0)) {
      socket
          .getOutputStream()
          .write(
              "PROXY TCP4 192.0.2.7 198.51.100.1 5000 22\r\nSSH-2.0-x\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      server.awaitLog("Connection from 192.0.2.7 port 5000 on 198.51.100.1 port 22 ");
    }
    await_line(events, "\"event\":\"connection\"", "\"address\":\"192.0.2.7\",\"port\":5000,");
  }

  // last: it listens on another port then
  @Test
  @Order(Integer.MAX_VALUE)
  void a_file_that_was_moved_away_is_made_anew_at_SIGHUP() throws IOException {
    Path moved = folder.resolve("events.1");
    Files.move(events, moved);
    Program.of("kill", "-HUP", "" + server.pid()).runWell();

    await().until(() -> Files.exists(events));
    assertThat(Files.readAllLines(moved)).allMatch(line -> line.endsWith("}"));
  }
}
