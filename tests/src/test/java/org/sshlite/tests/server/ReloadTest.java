package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** SIGHUP reads the configuration anew, as with sshd, and cuts nobody off. */
class ReloadTest {
  private static final Pattern LISTENING = Pattern.compile("Server listening on .* port (\\d+)");

  private static final Pattern METRICS = Pattern.compile("Serving metrics on .* port (\\d+)");

  @Test
  void new_logins_follow_the_new_file_and_old_sessions_go_on(@TempDir Path folder)
      throws Exception {
    Client.SSH_LITE.require();
    try (LiteServer server = LiteServer.start(folder);
        Running before =
            Login.to(server.target()).command("echo started; cat").by(Client.SSH_LITE).start()) {
      before.awaitOutput("started\n");
      change(folder, "ForceCommand echo reloaded");
      hangUp(server);
      await().until(() -> ports(server).size() == 2);

      Target now = server.target().withPort(ports(server).getLast());
      assertThat(login(now).text()).isEqualTo("reloaded\n");
      assertThat(login(server.target()).status()).isEqualTo(255);
      before.send("still here\n");
      before.awaitOutput("still here\n");
    }
  }

  @Test
  void a_file_with_a_mistake_is_told_and_locks_nobody_out(@TempDir Path folder) throws Exception {
    Client.SSH_LITE.require();
    try (LiteServer server = LiteServer.start(folder)) {
      change(folder, "Nonsense yes");
      hangUp(server);

      server.awaitLog("The configuration cannot be used: serving by the one before");
      assertThat(server.log()).contains("line 1: Bad configuration option: Nonsense");
      assertThat(login(server.target()).text()).isEqualTo("hello\n");
    }
  }

  /** Of a network for documents, RFC 5737: no machine has it. */
  @Test
  void an_address_that_is_not_there_locks_nobody_out(@TempDir Path folder) throws Exception {
    Client.SSH_LITE.require();
    try (LiteServer server = LiteServer.start(folder)) {
      change(folder, "ListenAddress 203.0.113.9:0\nForceCommand echo reloaded");
      hangUp(server);
      server.awaitLog(": serving by the configuration before");
      await().until(() -> ports(server).size() == 2);

      Target now = server.target().withPort(ports(server).getLast());
      assertThat(login(now).text()).isEqualTo("hello\n");
    }
  }

  @Test
  void who_watches_goes_on_by_the_configuration_before_as_well(@TempDir Path folder)
      throws Exception {
    Client.SSH_LITE.require();
    Path events = folder.resolve("events");
    Path refused = folder.resolve("refused");
    try (LiteServer server =
        LiteServer.start(folder, "EventLog " + events, "MetricsListen 127.0.0.1:0")) {
      change(folder, "ListenAddress 203.0.113.9:0\nMetricsListen 127.0.0.2:0\nEventLog " + refused);
      hangUp(server);
      await().until(() -> ports(server).size() == 2);
      login(server.target().withPort(ports(server).getLast()));

      await().until(() -> Files.readString(events).contains("\"event\":\"end\""));
      assertThat(refused).isEmptyFile();
      assertThat(metrics(server)).contains("sshd_lite_connections_total 1");
    }
  }

  private static String metrics(LiteServer server) throws Exception {
    int port = port(METRICS.matcher(server.log()).results().findFirst().orElseThrow());
    URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(port));
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_log_that_was_moved_away_is_made_anew(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    Path moved = folder.resolve("log.1");
    try (LiteServer server = LiteServer.startWithLog(folder, log)) {
      Files.move(log, moved);
      hangUp(server);

      await().until(() -> Files.exists(log) && ports(server).size() == 1);
      // what stands last in the one before is what it was told
      assertThat(Files.readAllLines(moved).getLast()).endsWith("Received SIGHUP; restarting.");
    }
  }

  @Test
  void a_server_that_nohup_started_reads_it_anew_too(@TempDir Path folder) throws Exception {
    Client.SSH_LITE.require();
    try (LiteServer server = LiteServer.startByNohup(folder)) {
      change(folder, "ForceCommand echo reloaded");
      hangUp(server);
      await().until(() -> ports(server).size() == 2);

      Target now = server.target().withPort(ports(server).getLast());
      assertThat(login(now).text()).isEqualTo("reloaded\n");
    }
  }

  private static void change(Path folder, String firstLine) throws Exception {
    Path file = folder.resolve("sshd_config");
    Files.writeString(file, firstLine + "\n" + Files.readString(file));
  }

  private static void hangUp(LiteServer server) {
    Program.of("kill", "-HUP", "" + server.pid()).runWell();
  }

  private static Finished login(Target target) {
    return Login.to(target).command("echo hello").by(Client.SSH_LITE).run();
  }

  private static List<Integer> ports(LiteServer server) {
    return LISTENING.matcher(server.log()).results().map(ReloadTest::port).toList();
  }

  private static int port(MatchResult line) {
    return Integer.parseInt(line.group(1));
  }
}
