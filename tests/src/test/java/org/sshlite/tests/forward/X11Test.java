package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.client.ClientSession;
import org.sshlite.client.SessionChannel;
import org.sshlite.client.SshClient;
import org.sshlite.protocol.forward.Target;
import org.sshlite.protocol.forward.X11Cookies;
import org.sshlite.protocol.message.SessionRequest;
import org.sshlite.protocol.transport.TransportOptions;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurLibrary;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Server;

/** X clients of the far side show themselves on a display of this side, RFC 4254 §6.3. */
@Timeout(120)
class X11Test {
  private static final String PROTOCOL = "MIT-MAGIC-COOKIE-1";
  private static final String REAL = "11".repeat(16);
  private static final int FIRST_PORT = 6000;
  private static final Pattern SHOWN = Pattern.compile("localhost:(\\d+)\\.0");

  @TempDir private static Path folder;
  private static Path xauth;
  private static LiteServer ours;
  private static OpenSshServer theirs;
  private static SshClient library;

  @BeforeAll
  static void start() throws IOException {
    OpenSshServer.require();
    Client.SSH.require();
    xauth = xauth();
    String[] configuration = {
      "X11Forwarding yes", "XAuthLocation " + xauth, "X11DisplayOffset 500"
    };
    ours = LiteServer.start(Files.createDirectory(folder.resolve("ours")), configuration);
    theirs = OpenSshServer.start(Files.createDirectory(folder.resolve("theirs")), configuration);
    library =
        SshClient.create(
            OurLibrary.options(
                TransportOptions.defaults(),
                ours.target().identity().file(),
                ours.target().knownHosts()));
  }

  @AfterAll
  static void stop() {
    if (library != null) {
      library.close();
    }
    if (theirs != null) {
      theirs.close();
    }
    if (ours != null) {
      ours.close();
    }
  }

  /** One that knows a display's cookie, and writes down what it is told. */
  private static Path xauth() throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("xauth"),
            """
            #!/bin/sh
            case "$*" in
              *list*) echo "host/unix:0 %s %s" ;;
              *) cat >> %s ;;
            esac
            """
                .formatted(PROTOCOL, REAL, folder.resolve("told")));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static int port(String output) {
    Matcher shown = SHOWN.matcher(output);
    assertThat(shown.find()).as(output).isTrue();
    int number = Integer.parseInt(shown.group(1));
    assertThat(number).isGreaterThanOrEqualTo(500);
    return FIRST_PORT + number;
  }

  @ParameterizedTest
  @CsvSource({"SSH, true", "SSH_LITE, true", "SSH_LITE, false"})
  void a_display_leads_to_the_clients_with_a_cookie_of_its_own(Client client, boolean toOurs)
      throws Exception {
    Server server = toOurs ? ours : theirs;
    Files.deleteIfExists(folder.resolve("told"));
    try (XServer display = XServer.start();
        Running running =
            Login.to(server.target())
                .extra("-Y", "-o", "XAuthLocation=" + xauth)
                .command("echo \"$DISPLAY.\"; cat")
                .by(client)
                .env("DISPLAY", "127.0.0.1:" + display.number())
                .start()) {
      running.awaitOutput(".\n");
      int port = port(running.output());
      Matcher told =
          Pattern.compile(
                  "add unix:%d\\.0 %s ([0-9a-f]{32})".formatted(port - FIRST_PORT, PROTOCOL))
              .matcher(Files.readString(folder.resolve("told")));
      assertThat(told.find()).isTrue();
      String cookie = told.group(1);
      assertThat(cookie).isNotEqualTo(REAL);

      assertThat(XServer.connect(port, cookie)).isEqualTo("welcome");
      assertThat(display.cookies()).containsExactly(REAL);
      assertThat(XServer.connect(port, "22".repeat(16))).isEmpty();
      assertThat(display.cookies()).hasSize(1);
    }
  }

  @Test
  void without_X11UseLocalhost_a_display_is_there_for_other_machines() throws Exception {
    String[] configuration = {
      "X11Forwarding yes",
      "X11UseLocalhost no",
      "XAuthLocation " + xauth,
      "X11DisplayOffset 700",
      "AddressFamily inet"
    };
    Files.deleteIfExists(folder.resolve("told"));
    try (LiteServer open =
            LiteServer.start(Files.createDirectory(folder.resolve("open")), configuration);
        XServer display = XServer.start();
        Running running =
            Login.to(open.target())
                .extra("-Y", "-o", "XAuthLocation=" + xauth)
                .command("echo \"$(uname -n) $DISPLAY.\"; cat")
                .by(Client.SSH)
                .env("DISPLAY", "127.0.0.1:" + display.number())
                .start()) {
      running.awaitOutput(".\n");
      Matcher shown = Pattern.compile("(\\S+) (\\S+):(\\d+)\\.0\\.").matcher(running.output());
      assertThat(shown.find()).as(running.output()).isTrue();
      assertThat(shown.group(2)).isEqualTo(shown.group(1));
      int port = FIRST_PORT + Integer.parseInt(shown.group(3));
      // an address that is none of localhost's
      new Socket(InetAddress.getByName("127.0.0.2"), port).close();
      Matcher told =
          Pattern.compile(
                  "add \\Q%s\\E:%s\\.0 %s ([0-9a-f]{32})"
                      .formatted(shown.group(1), shown.group(3), PROTOCOL))
              .matcher(Files.readString(folder.resolve("told")));
      assertThat(told.find()).isTrue();
      assertThat(XServer.connect(port, told.group(1))).isEqualTo("welcome");
    }
  }

  /** What a session with a real display says, which runs real X clients. */
  private static Finished shown(String display, Path cookies, String clients, String... arguments) {
    return Login.to(ours.target())
        .extra("-o", "XAuthLocation=" + Peers.path("xauth"))
        .extra(arguments)
        // the server's xauth is a script: what it was told is given to a real one
        .command(
            """
            export XAUTHORITY=%s; : > $XAUTHORITY
            grep " unix${DISPLAY#localhost} " %s | tail -n 1 | xauth -q source - && %s
            """
                .formatted(folder.resolve("x"), folder.resolve("told"), clients))
        .by(Client.SSH_LITE)
        .env("DISPLAY", display)
        .env("XAUTHORITY", "" + cookies)
        .run();
  }

  @Test
  void a_real_X_client_is_shown_on_a_real_display() throws Exception {
    Peers.require("Xvfb", "xdpyinfo", "xauth");
    Path cookies = folder.resolve("Xauthority");
    // else it forgets the cookies that it made when who asked for them is gone
    try (Running display =
        Program.of(Peers.path("Xvfb"), "-displayfd", "1", "-auth", "" + cookies, "-nolisten", "tcp")
            .with("-noreset")
            .start()) {
      display.awaitOutput("\n");
      String name = ":" + display.output().trim();
      Program.of(Peers.path("xauth"), "-f", "" + cookies, "add", name, PROTOCOL, REAL).runWell();

      Finished trusted = shown(name, cookies, "xdpyinfo", "-Y");
      assertThat(trusted.errors()).isEmpty();
      assertThat(trusted.text()).contains("name of display:    localhost:").contains("screen #0");
      assertThat(trusted.text()).contains("SECURITY");

      // with a cookie that xauth had the display make, the display does not trust its clients
      Finished untrusted = shown(name, cookies, "xdpyinfo", "-X");
      assertThat(untrusted.errors()).isEmpty();
      assertThat(untrusted.text()).contains("screen #0").doesNotContain("SECURITY");

      String until = "while xdpyinfo; do sleep 0.1; done > /dev/null 2>&1; echo refused";
      Finished late = shown(name, cookies, until, "-X", "-o", "ForwardX11Timeout=1");
      assertThat(late.text()).isEqualTo("refused\n");
      assertThat(late.errors()).contains("Rejected X11 connection after ForwardX11Timeout expired");
    }
  }

  @Test
  void so_many_displays_are_tried_and_no_more() throws Exception {
    InetAddress here = InetAddress.getByName("127.0.0.1");
    List<ServerSocket> taken = new ArrayList<>();
    try (ClientSession session = library.connect(OurLibrary.destination(ours.target()))) {
      for (int number = 500; number < 1500; number++) {
        taken.add(taken(FIRST_PORT + number, here));
      }
      SessionRequest request = new SessionRequest.X11Request(false, PROTOCOL, REAL, 0);
      SessionChannel channel = session.open().get(60, TimeUnit.SECONDS);
      assertThat(channel.request(request).get(60, TimeUnit.SECONDS)).isFalse();
      taken.getLast().close();
      assertThat(channel.request(request).get(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      for (ServerSocket each : taken) {
        each.close();
      }
    }
  }

  /** One of a session that has just ended may still be about to be closed. */
  private static ServerSocket taken(int port, InetAddress at) throws IOException {
    try {
      return new ServerSocket(port, 1, at);
    } catch (BindException _) {
      return await()
          .ignoreException(BindException.class)
          .until(() -> new ServerSocket(port, 1, at), Objects::nonNull);
    }
  }

  /** A session with a display; of the server's program what it prints first is where. */
  private static int display(ClientSession session, X11Cookies cookies, boolean single)
      throws Exception {
    SessionChannel channel = session.open().get(60, TimeUnit.SECONDS);
    String cookie = HexFormat.of().formatHex(cookies.fake());
    SessionRequest display = new SessionRequest.X11Request(single, PROTOCOL, cookie, 0);
    assertThat(channel.request(display).get(60, TimeUnit.SECONDS)).isTrue();
    channel.send(new SessionRequest.Exec("echo $DISPLAY; cat".getBytes(StandardCharsets.US_ASCII)));
    return port(new BufferedReader(new InputStreamReader(channel.stdout())).readLine());
  }

  private static X11Cookies cookies() {
    return X11Cookies.of(PROTOCOL, HexFormat.of().parseHex(REAL));
  }

  private static String answer(int port, X11Cookies cookies) {
    try {
      return XServer.connect(port, HexFormat.of().formatHex(cookies.fake()));
    } catch (IOException _) {
      return ""; // nobody listens, or what listened has closed on it
    }
  }

  @Test
  void beside_a_single_connection_the_server_takes_no_second_one() throws Exception {
    X11Cookies cookies = cookies();
    try (XServer display = XServer.start();
        ClientSession session = library.connect(OurLibrary.destination(ours.target()))) {
      session
          .forwarding()
          .offerDisplay(
              new Target.Tcp("127.0.0.1", FIRST_PORT + display.number()),
              cookies,
              OptionalLong.empty());
      int port = display(session, cookies, true);
      try (Socket first = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
        assertThat(answer(port, cookies)).isEmpty();
        assertThat(display.cookies()).isEmpty();
        assertThat(XServer.ask(first, HexFormat.of().formatHex(cookies.fake())))
            .isEqualTo("welcome");
        assertThat(display.cookies()).containsExactly(REAL);
      }
    }
  }

  @Test
  void beside_a_single_connection_the_client_takes_no_second_one() throws Exception {
    X11Cookies cookies = cookies();
    try (XServer display = XServer.start();
        ClientSession session = library.connect(OurLibrary.destination(ours.target()))) {
      session
          .forwarding()
          .offerDisplayOnce(
              new Target.Tcp("127.0.0.1", FIRST_PORT + display.number()),
              cookies,
              OptionalLong.empty());
      // a server that forgets it
      int port = display(session, cookies, false);
      assertThat(answer(port, cookies)).isEqualTo("welcome");
      assertThat(answer(port, cookies)).isEmpty();
      assertThat(display.cookies()).containsExactly(REAL);
    }
  }
}
