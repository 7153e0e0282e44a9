package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Terminal;

/**
 * Keywords and flags of {@code ssh-lite} that say how it connects and forwards, seen from outside.
 */
@Timeout(120)
class ForwardKeywordTest {
  private static final String ANOTHER_LOOPBACK = "127.0.0.3";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final byte[] SENT = "sent".getBytes(StandardCharsets.UTF_8);

  @TempDir private static Path folder;
  private static LiteServer server;
  private static Echo echo;
  private static Echo other;
  private static ServerSocket six;
  private static int local;
  private static int socks;
  private static Running running;

  @BeforeAll
  static void start() throws IOException {
    echo = Echo.start();
    other = Echo.start();
    six = new ServerSocket(0, 1, InetAddress.getByName("::1"));
    server = LiteServer.start(folder);
    local = LoopbackPort.free();
    socks = LoopbackPort.free();
    running =
        Login.to(server.target())
            .extra("-g", "-b", ANOTHER_LOOPBACK, "-o", "ExitOnForwardFailure=yes")
            .extra("-L", local + ":localhost:" + echo.port())
            .extra("-R", "" + socks, "-o")
            .extra("PermitRemoteOpen=localhost:" + echo.port() + " [::1]:" + six.getLocalPort())
            .command("echo on $SSH_CONNECTION; cat")
            .by(Client.SSH_LITE)
            .start();
    running.awaitOutput("\n");
  }

  @AfterAll
  static void stop() throws IOException {
    if (running != null) {
      running.close();
    }
    if (server != null) {
      server.close();
    }
    echo.close();
    other.close();
    six.close();
  }

  @Test
  void BindAddress_is_where_the_connection_comes_from() {
    assertThat(running.output()).startsWith("on " + ANOTHER_LOOPBACK + " ");
  }

  @Test
  void GatewayPorts_let_others_use_a_local_forward() throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.2"), local)) {
      assertThat(Echo.exchange(socket, SENT)).isEqualTo(SENT);
    }
  }

  @Test
  void PermitRemoteOpen_is_where_the_far_end_may_go() throws IOException {
    assertThat(bySocks(echo.port())).isEqualTo(SENT);
    assertThatThrownBy(() -> bySocks(other.port())).isInstanceOf(IOException.class);
    assertThat(other.accepted()).isZero();
  }

  @Test
  void an_address_of_IPv6_is_permitted_in_the_form_that_ssh_sends() throws IOException {
    try (Socket socket =
        new Socket(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", socks)))) {
      socket.connect(new InetSocketAddress(six.getInetAddress(), six.getLocalPort()));
      six.accept().close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static byte[] bySocks(int port) throws IOException {
    try (Socket socket =
        new Socket(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", socks)))) {
      socket.connect(InetSocketAddress.createUnresolved("localhost", port));
      return Echo.exchange(socket, SENT);
    }
  }

  @Test
  void TCPKeepAlive_ClearAllForwardings_BindInterface_and_J_none_are_obeyed() throws IOException {
    // while something is not acknowledged yet, another timer runs
    await().until(() -> keptAlive(ANOTHER_LOOPBACK).equals(List.of(true)));
    int cleared = LoopbackPort.free();
    Path nowhere = Files.writeString(folder.resolve("jumping"), "ProxyJump nowhere.invalid\n");
    try (Running another =
        Login.to(server.target())
            .extra("-F", nowhere.toString(), "-J", "none")
            .extra("-B", "lo", "-o", "TCPKeepAlive=no", "-o", "ClearAllForwardings=yes")
            .extra("-L", cleared + ":localhost:" + echo.port())
            .command("echo on $SSH_CONNECTION; cat")
            .by(Client.SSH_LITE)
            .start()) {
      another.awaitOutput("\n");
      assertThat(another.output()).startsWith("on 127.0.0.1 ");
      // a client of before may still be ending
      await().untilAsserted(() -> assertThat(keptAlive("127.0.0.1")).containsExactly(false));
      assertThat(Echo.ask(cleared, SENT)).isEmpty();
    }
  }

  /** Of connections from there to the server: whether a timer for keep-alives runs, proc(5). */
  private static List<Boolean> keptAlive(String from) throws IOException {
    Path tables = Path.of("/proc/net");
    assumeTrue(Files.isReadable(tables.resolve("tcp")), "not on this system");
    String[] bytes = from.split("\\.");
    String address = "";
    for (String each : bytes) {
      address = "%02X".formatted(Integer.parseInt(each)) + address;
    }
    String client = address + ":";
    String port = ":%04X".formatted(server.target().port());
    try (Stream<String> lines =
        Stream.concat(Files.lines(tables.resolve("tcp")), Files.lines(tables.resolve("tcp6")))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words[1].contains(client) && words[2].endsWith(port))
          .filter(words -> words[3].equals("01"))
          .map(words -> words[5].startsWith("02"))
          .toList();
    }
  }

  /**
   * Gives a program a connection as its standard input and output, as inetd does. It comes from
   * where no other test looks for one.
   */
  private static final String CONNECTED =
      """
      import os, socket, sys
      there = ("127.0.0.1", int(sys.argv[1]))
      connection = socket.create_connection(there, source_address=("127.0.0.4", 0))
      os.dup2(connection.fileno(), 0)
      os.dup2(connection.fileno(), 1)
      os.execvp(sys.argv[2], sys.argv[2:])
      """;

  private static Program connected(Server to, Client client, String... arguments) {
    Peers.require("python3");
    return Login.to(to.target())
        .extra("-o", "ProxyCommand=-")
        .extra(arguments)
        .by(client)
        .by("python3", "-c", CONNECTED, "" + to.target().port());
  }

  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"SSH", "SSH_LITE"})
  void a_proxy_command_may_be_who_started_it(Client client) {
    client.require();
    int held = LoopbackPort.free();
    try (Running running =
        connected(server, client, "-N", "-L", held + ":localhost:" + echo.port()).start()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(Echo.ask(held, SENT)).isEqualTo(SENT));
      assertThat(running.isAlive()).isTrue();
    }
  }

  /** It ends with the server. */
  @Test
  void such_a_connection_goes_into_the_background_with_it() {
    int held = LoopbackPort.free();
    Finished first =
        connected(server, Client.SSH_LITE, "-f", "-N", "-L", held + ":localhost:" + echo.port())
            .run();
    assertThat(first.status()).as(first.errors()).isZero();
    awaitEcho(held);
  }

  @Test
  void then_there_is_no_input_and_output_for_a_session() {
    Finished refused = connected(server, Client.SSH_LITE).run();
    assertThat(refused.errors())
        .isEqualToIgnoringNewLines("ProxyCommand=- takes standard input and output: only with -N");
    assertThat(refused.status()).isEqualTo(255);
  }

  private static final String RELAY =
      """
      import os, socket, sys, threading
      connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
      def up():
          while data := os.read(0, 65536):
              connection.sendall(data)
      threading.Thread(target=up, daemon=True).start()
      while data := connection.recv(65536):
          os.write(1, data)
      """;

  /** Which passes it on before it is told to end. */
  @Test
  void a_proxy_command_gets_the_farewell() throws IOException {
    Peers.require("python3");
    Path relay = Files.writeString(folder.resolve("relay.py"), RELAY);
    try (LiteServer own = LiteServer.start(Files.createDirectory(folder.resolve("farewell")))) {
      Finished finished =
          Login.to(own.target())
              .extra("-o", "ProxyCommand=python3 " + relay + " %p")
              .command("exit 7")
              .by(Client.SSH_LITE)
              .run();
      assertThat(finished.status()).as(finished.errors()).isEqualTo(7);
      own.awaitLog("11: disconnected by user");
    }
  }

  @Test
  void a_line_behind_an_escape_adds_and_ends_forwards_until_the_server_is_gone() throws Exception {
    Terminal.require();
    int added = LoopbackPort.free();
    Path place = Files.createDirectory(folder.resolve("t"));
    LiteServer mortal = LiteServer.start(Files.createDirectory(folder.resolve("mortal")));
    Program login =
        Login.to(mortal.target())
            .extra("-o", "EnableEscapeCommandline=yes", "-o", "PermitLocalCommand=no", "-t")
            .command("echo prompt; cat")
            .by(Client.SSH_LITE);
    try (mortal;
        Terminal terminal = Terminal.open(place, 100, 30, login)) {
      terminal.awaitScreen("prompt");
      openCommandLine(terminal, "before an interrupt");
      terminal.press("C-c"); // gives up the line, not the session
      obey(terminal, "!true", "Invalid command.");
      obey(terminal, "-L " + added + ":localhost:" + echo.port(), "Forwarding port.");
      assertThat(Echo.ask(added, SENT)).isEqualTo(SENT);
      terminal.press("Enter");
      terminal.type("~#");
      terminal.awaitScreen("local forward, listens at ");
      obey(terminal, "-KL " + added, "Canceled forwarding.");
      assertThat(Echo.ask(added, SENT)).isEmpty();
      obey(terminal, "-R " + added + ":localhost:" + echo.port(), "Forwarding port.");
      assertThat(Echo.ask(added, SENT)).isEqualTo(SENT);
      obey(terminal, "-KR " + added, "Canceled forwarding.");
      assertThat(Echo.ask(added, SENT)).isEmpty();
      obey(terminal, "-D " + added, "Forwarding port.");
      mortal.close();
      assertThat(terminal.awaitStatus()).isEqualTo(255);
      assertThat(terminal.screen())
          .containsAnyOf(
              "Connection to 127.0.0.1 closed by remote host.",
              "Read from remote host 127.0.0.1: ");
      // what the client held is free for who comes next
      new ServerSocket(added, 1, InetAddress.getByName("127.0.0.1")).close();
    }
  }

  @Test
  void a_line_behind_an_escape_is_a_command_for_here_where_those_are_permitted() throws Exception {
    Terminal.require();
    Path place = Files.createDirectory(folder.resolve("local"));
    Program login =
        Login.to(server.target())
            .extra("-o", "EnableEscapeCommandline=yes", "-o", "PermitLocalCommand=yes", "-t")
            .command("echo prompt; cat")
            .by(Client.SSH_LITE);
    try (Terminal terminal = Terminal.open(place, 100, 30, login)) {
      terminal.awaitScreen("prompt");
      obey(terminal, "!tty -s && echo local $((6*7))", "local 42");
      openCommandLine(terminal, "the session goes on");
    }
  }

  /** The key ends what runs here, and neither the client nor its session. */
  @Test
  void an_interrupt_ends_the_command_for_here_and_nothing_else() throws Exception {
    Terminal.require();
    Path place = Files.createDirectory(folder.resolve("interrupted"));
    Program login =
        Login.to(server.target())
            .extra("-o", "EnableEscapeCommandline=yes", "-o", "PermitLocalCommand=yes", "-t")
            .command("echo prompt; cat")
            .by(Client.SSH_LITE);
    try (Terminal terminal = Terminal.open(place, 100, 30, login)) {
      terminal.awaitScreen("prompt");
      openCommandLine(terminal, "before");
      terminal.typeLine("!echo star''ted; sleep 1000");
      terminal.awaitScreen("started");
      terminal.press("C-c");
      openCommandLine(terminal, "the session goes on");
      terminal.press("C-c");
      terminal.typeLine("and gets");
      terminal.awaitScreen("and gets\nand gets");
      // what runs there has its keys again
      terminal.press("C-d");
      assertThat(terminal.awaitStatus()).isZero();
    }
  }

  @Test
  void a_server_that_answers_no_more_ends_the_client_and_its_forwards() throws Exception {
    int there = LoopbackPort.free();
    int here = LoopbackPort.free();
    LiteServer first = LiteServer.start(Files.createDirectory(folder.resolve("stopped")));
    Login login =
        Login.to(first.target())
            .extra("-N", "-o", "ExitOnForwardFailure=yes")
            .extra("-o", "ServerAliveInterval=2", "-o", "ServerAliveCountMax=2")
            .extra("-L", here + ":localhost:" + echo.port())
            .extra("-R", there + ":localhost:" + echo.port());
    try (Running client = login.by(Client.SSH_LITE).start()) {
      awaitEcho(here);
      awaitEcho(there);
      signal("STOP", first);
      Finished finished = client.awaitEnd();
      assertThat(finished.status()).isEqualTo(255);
      assertThat(finished.errors()).contains("Timeout, server 127.0.0.1 not responding.");
      // what it held here is free
      new ServerSocket(here, 1, InetAddress.getByName("127.0.0.1")).close();
    } finally {
      signal("CONT", first);
      first.close();
    }
    // and there, for who comes again
    new ServerSocket(there, 1, InetAddress.getByName("127.0.0.1")).close();
  }

  private static void awaitEcho(int port) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(Echo.ask(port, SENT)).isEqualTo(SENT));
  }

  private static void signal(String name, LiteServer to) {
    Program.of(Path.of("/bin/kill"), "-" + name, "" + to.pid()).runWell();
  }

  /** A network of its own, for who runs in it: some addresses lead nowhere. */
  private static final String NOWHERE =
      """
      ip link set lo up
      ip route add 192.0.2.0/24 dev lo
      ip route add unreachable 203.0.113.0/24
      echo 1 > /proc/sys/net/ipv4/tcp_syn_retries
      exec %s
      """;

  @Test
  void why_a_target_is_not_reached_is_told_in_the_systems_words() throws IOException {
    Peers.require("unshare", "ip");
    assumeTrue(
        Program.of(Peers.path("unshare"), "-n", "true").run().status() == 0,
        "may have no network of its own");
    Path script =
        Files.writeString(
            folder.resolve("nowhere"),
            NOWHERE.formatted(
                String.join(
                    " ",
                    OurProgram.sshdLite("-i", "-f", "" + folder.resolve("sshd_config"))
                        .command())));
    Map<String, String> words =
        Map.of(
            "192.0.2.9", "Connection timed out",
            "203.0.113.1", "No route to host",
            "198.51.100.1", "Network is unreachable");
    Map<String, Integer> ports = new HashMap<>();
    Login login =
        Login.to(server.target()).extra("-N", "-o", "ProxyCommand=unshare -n sh " + script);
    for (String address : words.keySet()) {
      int here = LoopbackPort.free();
      ports.put(address, here);
      login = login.extra("-L", here + ":" + address + ":80");
    }
    try (Running client = login.by(Client.SSH_LITE).start()) {
      for (String address : words.keySet()) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(Echo.ask(ports.get(address), SENT)).isEmpty();
                  assertThat(client.errors())
                      .contains("open failed: connect failed: " + words.get(address));
                });
      }
    }
  }

  private static void obey(Terminal terminal, String line, String answer) {
    openCommandLine(terminal, "before " + line);
    terminal.typeLine(line);
    terminal.awaitScreen("ssh-lite> " + line + "\n" + answer);
  }

  private static void openCommandLine(Terminal terminal, String mark) {
    terminal.typeLine(mark);
    // from the far end's terminal and from cat: nothing that comes late gets into the prompt
    terminal.awaitEndOfScreen(mark + "\n" + mark);
    terminal.type("~C");
    terminal.awaitEndOfScreen("ssh-lite>");
  }
}
