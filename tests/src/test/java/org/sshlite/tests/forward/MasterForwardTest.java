package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Running;

/**
 * A master of ours that asks its user (ControlMaster=ask), and what its clients' sessions reach on
 * its side: agent and display.
 */
@Timeout(120)
class MasterForwardTest {
  private static final String COOKIE = "11".repeat(16);

  @TempDir static Path folder;
  private static XServer display;
  private static OpenSshAgent agent;
  private static LiteServer server;
  private static Running master;

  @BeforeAll
  static void start() throws IOException {
    Client.SSH.require();
    OpenSshAgent.require();
    Path xauth =
        script(
            "xauth",
            """
            case "$*" in
              *list*) echo "host/unix:0 MIT-MAGIC-COOKIE-1 %s" ;;
              *) cat >> %s ;;
            esac
            """
                .formatted(COOKIE, folder.resolve("told")));
    display = XServer.start();
    server =
        LiteServer.start(
            Files.createDirectory(folder.resolve("server")),
            "X11Forwarding yes",
            "XAuthLocation " + xauth,
            "X11DisplayOffset 1600");
    agent = OpenSshAgent.start(folder.resolve("agent"));
    agent.add(server.target().identity().file().toString());
    answer("yes");
    master =
        Login.to(server.target())
            .extra("-o", "ControlMaster=ask", "-S", socket(), "-N", "-Y", "-A")
            .extra("-o", "XAuthLocation=" + xauth)
            .by(Client.SSH_LITE)
            .env("DISPLAY", "127.0.0.1:" + display.number())
            .env("SSH_AUTH_SOCK", agent.socket().toString())
            .env("SSH_ASKPASS", askpass().toString())
            .env("SSH_ASKPASS_REQUIRE", "force")
            .start();
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(Path.of(socket())));
  }

  @AfterAll
  static void stop() throws IOException {
    for (AutoCloseable each : new AutoCloseable[] {master, agent, server, display}) {
      if (each != null) {
        try {
          each.close();
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
    }
  }

  private static String socket() {
    return folder.resolve("mux").toString();
  }

  private static Path askpass() throws IOException {
    return script(
        "askpass",
        "echo \"$1 $SSH_ASKPASS_PROMPT\" >> %s\ncat %s\n"
            .formatted(folder.resolve("asked"), folder.resolve("answer")));
  }

  private static Path script(String name, String text) throws IOException {
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + text);
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static void answer(String text) throws IOException {
    Files.writeString(folder.resolve("answer"), text + "\n");
  }

  private static List<String> asked() throws IOException {
    Path asked = folder.resolve("asked");
    return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
  }

  private static Login through(String... arguments) {
    return Login.to(server.target())
        .extra("-o", "IdentityFile=/nonexistent", "-o", "ControlMaster=autoask", "-S", socket())
        .extra(arguments);
  }

  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"SSH", "SSH_LITE"})
  void who_is_let_in_reaches_the_masters_agent_and_has_a_display(Client client) throws Exception {
    answer("yes");
    String keys = Peers.path("ssh-add") + " -l";
    try (Running session =
        through("-Y", "-A")
            .command("echo \"display $DISPLAY\"; " + keys + "; echo ready; cat")
            .by(client)
            .env("DISPLAY", "127.0.0.1:" + display.number())
            .env("SSH_AUTH_SOCK", agent.socket().toString())
            .start()) {
      session.awaitOutput("ready");
      assertThat(session.output()).contains(server.target().identity().publicKey().fingerprint());
      assertShown(session.output());
    }
    assertThat(asked()).contains("Allow shared connection to 127.0.0.1?  confirm");
  }

  /** Not even the master is asked for what is not to be. */
  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"SSH", "SSH_LITE"})
  void with_ClearAllForwardings_the_master_listens_nowhere(Client client) throws Exception {
    answer("yes");
    Path socket = folder.resolve("cleared." + client);
    Finished finished =
        through("-o", "ClearAllForwardings=yes", "-L", socket + ":127.0.0.1:1")
            .command("echo in")
            .by(client)
            .run();

    assertThat(finished.text()).as(finished.errors()).isEqualTo("in\n");
    assertThat(socket).doesNotExist();
  }

  /** As ssh 10.5; that of 9.2 waits for ever. */
  @Test
  void a_master_that_hangs_is_given_up_after_ConnectTimeout() throws Exception {
    Path hanging = folder.resolve("hanging");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(hanging));
      Finished finished =
          Login.to(server.target())
              .extra("-o", "ConnectTimeout=8", "-S", hanging.toString())
              .command("echo in")
              .by(Client.SSH_LITE)
              .run();

      assertThat(finished.text()).as(finished.errors()).isEqualTo("in\n");
      assertThat(finished.errors()).contains("master hello exchange failed");
    }
  }

  /** An X client of the far side gets to the display with the cookie that it was given there. */
  private static void assertShown(String output) throws IOException {
    Matcher shown = Pattern.compile("display localhost:(16\\d\\d)\\.0").matcher(output);
    assertThat(shown.find()).as(output).isTrue();
    int number = Integer.parseInt(shown.group(1));
    Matcher told =
        Pattern.compile("add unix:%d\\.0 MIT-MAGIC-COOKIE-1 ([0-9a-f]{32})".formatted(number))
            .matcher(Files.readString(folder.resolve("told")));
    assertThat(told.find()).isTrue();
    assertThat(XServer.connect(6000 + number, told.group(1))).isEqualTo("welcome");
    assertThat(display.cookies()).last().isEqualTo(COOKIE);
  }

  @Test
  void who_is_not_let_in_is_told_so_and_the_master_goes_on() throws Exception {
    answer("no");
    // it then connects by itself, as ssh does
    Finished refused = through().command("echo in").by(Client.SSH).run();
    assertThat(refused.errors()).contains("Permission denied");

    Finished exit = through("-O", "exit").by(Client.SSH).run();
    assertThat(exit.errors()).contains("Permission denied");
    assertThat(asked()).contains("Terminate shared connection to 127.0.0.1?  confirm");

    Finished proxied = through("-O", "proxy").command("echo in").by(Client.SSH_LITE).run();
    assertThat(proxied.errors()).contains("Permission denied");
    assertThat(proxied.status()).isEqualTo(255);
    assertThat(asked()).contains("Allow multiplex proxy connection? confirm");
    assertThat(master.isAlive()).isTrue();
  }
}
