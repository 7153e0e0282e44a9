package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
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
    Client.SSH.require();
    // as nohup starts it
    try (LiteServer server = LiteServer.startIgnoring(folder, "HUP");
        Running before =
            Login.to(server.target()).command("echo started; cat").by(Client.SSH).start()) {
      before.awaitOutput("started\n");
      change(folder, "ForceCommand echo reloaded");
      hangUp(server);
      await().until(() -> ports(server).size() == 2);

      assertThat(login(server.target()).text()).isEqualTo("reloaded\n");
      before.send("still here\n");
      before.awaitOutput("still here\n");
    }
  }

  @Test
  void a_file_with_a_mistake_is_told_and_locks_nobody_out(@TempDir Path folder) throws Exception {
    Client.SSH.require();
    try (LiteServer server = LiteServer.start(folder)) {
      change(folder, "Nonsense yes");
      hangUp(server);

      server.awaitLog("The configuration cannot be used: serving by the one before");
      server.awaitLog("line 1: Bad configuration option: Nonsense");
      assertThat(login(server.target()).text()).isEqualTo("hello\n");
    }
  }

  /** Any user may have a port above 1023: with it goes who is to be trusted, or the server. */
  @Test
  void nobody_takes_its_port_while_it_reads_the_file_anew(@TempDir Path folder) throws Exception {
    Client.SSH.require();
    try (LiteServer server = LiteServer.start(folder);
        PortThief thief = new PortThief(server.target().port());
        Running before =
            Login.to(server.target()).command("echo started; cat").by(Client.SSH).start()) {
      before.awaitOutput("started\n");
      String text = Files.readString(folder.resolve("sshd_config"));
      String address = "ListenAddress 127.0.0.1";
      configure(folder, text.replace(address, address + ":" + server.target().port()));
      for (int time = 2; time <= 5; time++) {
        int lines = time;
        hangUp(server);
        await().until(() -> ports(server).size() == lines);
      }
      assertThat(thief.hasIt()).isFalse();
      assertThat(ports(server)).containsOnly(server.target().port());
      assertThat(login(server.target()).text()).isEqualTo("hello\n");
      before.send("still here\n");
      before.awaitOutput("still here\n");
    }
  }

  @Test
  void an_address_of_the_same_port_takes_the_place_of_the_wildcard(@TempDir Path folder)
      throws Exception {
    Client.SSH.require();
    try (LiteServer server = LiteServer.start(folder)) {
      int port = server.target().port();
      String text = Files.readString(folder.resolve("sshd_config"));
      int lines = 1;
      for (String address : List.of("0.0.0.0", "[::]", "0.0.0.0", "127.0.0.1")) {
        String wanted = "ListenAddress " + address + ":" + port;
        configure(folder, text.replace("ListenAddress 127.0.0.1", wanted));
        hangUp(server);
        int told = ++lines;
        await().until(() -> ports(server).size() == told);
        assertThat(ports(server)).containsOnly(port);
        assertThat(login(server.target()).text()).isEqualTo("hello\n");
      }
      assertThat(server.log()).doesNotContain("serving by the configuration before");
    }
  }

  @Test
  void sessions_of_the_configuration_before_are_ended_in_order_with_it(@TempDir Path folder)
      throws Exception {
    Client.SSH.require();
    Path events = folder.resolve("events");
    Path socket = folder.resolve("socket");
    try (LiteServer server = LiteServer.start(folder, "EventLog " + events);
        Running before =
            Login.to(server.target())
                .extra("-R", socket + ":127.0.0.1:1")
                .command("echo started; cat")
                .by(Client.SSH)
                .start()) {
      before.awaitOutput("started\n");
      assertThat(socket).exists();
      hangUp(server);
      await().until(() -> ports(server).size() == 2);

      Program.of("kill", "-TERM", "" + server.pid()).runWell();
      await().until(() -> ProcessHandle.of(server.pid()).isEmpty());
      assertThat(before.awaitEnd().status()).isEqualTo(255);
      assertThat(socket).doesNotExist();
      assertThat(Files.readString(events)).contains("\"event\":\"end\"");
    }
  }

  /** Of a network for documents, RFC 5737: no machine has it. */
  @Test
  void an_address_that_is_not_there_locks_nobody_out(@TempDir Path folder) throws Exception {
    Client.SSH.require();
    try (LiteServer server = LiteServer.start(folder)) {
      change(folder, "ListenAddress 203.0.113.9:0\nForceCommand echo reloaded");
      hangUp(server);
      server.awaitLog(": serving by the configuration before");
      await().until(() -> ports(server).size() == 2);

      assertThat(login(server.target()).text()).isEqualTo("hello\n");
    }
  }

  @Test
  void who_watches_goes_on_by_the_configuration_before_as_well(@TempDir Path folder)
      throws Exception {
    Client.SSH.require();
    Path events = folder.resolve("events");
    Path refused = folder.resolve("refused");
    try (LiteServer server =
        LiteServer.start(folder, "EventLog " + events, "MetricsListen 127.0.0.1:0")) {
      change(folder, "ListenAddress 203.0.113.9:0\nMetricsListen 127.0.0.2:0\nEventLog " + refused);
      hangUp(server);
      await().until(() -> ports(server).size() == 2);
      login(server.target());

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

  private static void change(Path folder, String firstLine) throws Exception {
    configure(folder, firstLine + "\n" + Files.readString(folder.resolve("sshd_config")));
  }

  private static void configure(Path folder, String text) throws Exception {
    Files.writeString(folder.resolve("sshd_config"), text);
  }

  private static void hangUp(LiteServer server) {
    Program.of("kill", "-HUP", "" + server.pid()).runWell();
  }

  private static Finished login(Target target) {
    return Login.to(target).command("echo hello").by(Client.SSH).run();
  }

  private static List<Integer> ports(LiteServer server) {
    return LISTENING.matcher(server.log()).results().map(ReloadTest::port).toList();
  }

  private static int port(MatchResult line) {
    return Integer.parseInt(line.group(1));
  }

  /** Who has a port as soon as nobody else has. */
  private static final class PortThief implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean hasIt = new AtomicBoolean();
    private final Thread thread;

    PortThief(int port) {
      thread = Thread.ofPlatform().start(() -> tryFor(new InetSocketAddress("127.0.0.1", port)));
    }

    private void tryFor(InetSocketAddress address) {
      while (!over.get()) {
        try (ServerSocket socket = new ServerSocket()) {
          socket.setReuseAddress(true);
          socket.bind(address);
          hasIt.set(true);
          await().forever().untilTrue(over);
        } catch (IOException _) {
          LockSupport.parkNanos(50_000); // it is taken
        }
      }
    }

    boolean hasIt() {
      return hasIt.get();
    }

    @Override
    public void close() {
      over.set(true);
      await().until(() -> !thread.isAlive());
    }
  }
}
