package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** OpenSSH's client has our server forward. */
@Timeout(120)
class OpenSshForwardTest {
  private static final Pattern ALLOCATED = Pattern.compile("Allocated port (\\d+) for");

  private static LiteServer server;
  private static Path folder;

  private Echo echo;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    Client.SSH.require();
    folder = temporary;
    server = LiteServer.start(folder, "StreamLocalBindUnlink no", "StreamLocalBindMask 0117");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void listen() throws IOException {
    echo = Echo.start();
  }

  @AfterEach
  void closeEcho() throws IOException {
    echo.close();
  }

  /** Logged in, with its forwards in place. */
  private static Running forward(String... options) {
    Running ssh =
        Login.to(server.target())
            .extra("-o", "ExitOnForwardFailure=yes")
            .extra(options)
            .command("echo ready; cat")
            .by(Client.SSH)
            .start();
    ssh.awaitOutput("ready");
    return ssh;
  }

  /** Of what it says on standard error, which may come after the command's output. */
  private static Matcher allocated(Running ssh) {
    ssh.awaitErrors(" for remote forward");
    return ALLOCATED.matcher(ssh.errors());
  }

  private String target() {
    return "127.0.0.1:" + echo.port();
  }

  @Test
  void a_local_port_leads_to_a_target_of_the_servers() throws Exception {
    int port = LoopbackPort.free();
    try (Running _ = forward("-L", port + ":" + target())) {
      assertThat(Echo.ask(port, "there and back")).isEqualTo("there and back");
      String much = "much ".repeat(1_000_000);
      assertThat(Echo.ask(port, much)).isEqualTo(much);
    }
    assertThat(echo.accepted()).isEqualTo(2);
  }

  /** Not to where the server was started, which is no user's business. */
  @Test
  void a_socket_with_a_relative_path_is_relative_to_the_root_as_sshd_s() throws Exception {
    int port = LoopbackPort.free();
    Path socket = folder.resolve("relative");
    String relative = "./" + Path.of("/").relativize(socket);
    try (Running _ = forward("-R", relative + ":" + target(), "-L", port + ":" + relative)) {
      assertThat(Echo.ask(socket, "there and back")).isEqualTo("there and back");
      assertThat(Echo.ask(port, "and from here")).isEqualTo("and from here");
    }
  }

  @Test
  void a_local_port_leads_to_a_name() throws Exception {
    int port = LoopbackPort.free();
    try (Running _ = forward("-L", port + ":localhost:" + echo.port())) {
      assertThat(Echo.ask(port, "by name")).isEqualTo("by name");
    }
  }

  @Test
  void what_is_not_reached_is_told_and_the_rest_goes_on() throws Exception {
    int nobody = LoopbackPort.free();
    int port = LoopbackPort.free();
    int other = LoopbackPort.free();
    try (Running ssh = forward("-L", port + ":127.0.0.1:" + nobody, "-L", other + ":" + target())) {
      assertThat(Echo.ask(port, "")).isEmpty();
      ssh.awaitErrors("open failed: connect failed: Connection refused");
      server.awaitLog("connect_to 127.0.0.1 port " + nobody + ": failed: Connection refused");
      assertThat(Echo.ask(other, "still")).isEqualTo("still");
    }
  }

  @Test
  void a_port_of_the_servers_leads_to_a_target_here() throws Exception {
    try (Running ssh = forward("-R", "0:" + target())) {
      Matcher allocated = allocated(ssh);
      assertThat(allocated.find()).as(ssh.errors()).isTrue();
      int port = Integer.parseInt(allocated.group(1));
      assertThat(Echo.ask(port, "there and back")).isEqualTo("there and back");
      try (Socket socket = new Socket(InetAddress.getByName("::1"), port)) {
        assertThat(socket.isConnected()).isTrue();
      }
    }
  }

  /** However long the server takes to listen: here at many others before. */
  @Test
  void a_port_that_is_taken_is_refused_before_the_command_runs() throws Exception {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      others.addAll(List.of("-R", "0:127.0.0.1:" + (1 + i)));
    }
    Running refused =
        Login.to(server.target())
            .extra("-o", "ExitOnForwardFailure=yes")
            .extra(others.toArray(String[]::new))
            .extra("-R", target() + ":" + target())
            .command("echo in")
            .by(Client.SSH)
            .start();
    try (refused) {
      assertThat(refused.awaitEnd().status()).isEqualTo(255);
      assertThat(refused.errors())
          .contains("remote port forwarding failed for listen port " + echo.port());
      assertThat(refused.output()).isEmpty();
    }
  }

  @Test
  void a_SOCKS_proxy_leads_to_names_and_addresses() throws Exception {
    int port = LoopbackPort.free();
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Running _ = forward("-D", "" + port)) {
      for (InetSocketAddress to :
          List.of(
              new InetSocketAddress("127.0.0.1", echo.port()),
              InetSocketAddress.createUnresolved("localhost", echo.port()))) {
        try (Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, here))) {
          socket.connect(to);
          socket.getOutputStream().write(7);
          assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
      }
    }
  }

  @Test
  void a_port_of_the_servers_is_a_SOCKS_proxy() throws Exception {
    try (Running ssh = forward("-R", "0")) {
      Matcher allocated = allocated(ssh);
      assertThat(allocated.find()).as(ssh.errors()).isTrue();
      InetSocketAddress there =
          new InetSocketAddress("127.0.0.1", Integer.parseInt(allocated.group(1)));
      try (Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, there))) {
        socket.connect(new InetSocketAddress("127.0.0.1", echo.port()));
        socket.getOutputStream().write(7);
        assertThat(socket.getInputStream().read()).isEqualTo(7);
      }
    }
  }

  @Test
  void standard_input_and_output_lead_to_a_target() {
    String text =
        Login.to(server.target())
            .extra("-W", target())
            .by(Client.SSH)
            .input("by standard streams")
            .runWell();
    assertThat(text).isEqualTo("by standard streams");
  }

  @Test
  void a_login_goes_through_two_jumps() throws Exception {
    Target target = server.target();
    Path config =
        Files.writeString(
            folder.resolve("jump_config"),
            """
            Host *
            User %s
            Port %d
            Hostname 127.0.0.1
            IdentityFile %s
            UserKnownHostsFile %s
            GlobalKnownHostsFile /dev/null
            StrictHostKeyChecking yes
            BatchMode yes
            """
                .formatted(
                    target.user(), target.port(), target.identity().file(), target.knownHosts()));
    String text =
        Program.of(Peers.path("ssh"), "-F", config.toString(), "-J", "one,two", "three")
            .with("echo through")
            .runWell();
    assertThat(text).isEqualTo("through\n");
  }

  @Test
  void unix_sockets_lead_both_ways() throws Exception {
    Path sockets = Files.createTempDirectory(folder, "sockets");
    Path target = sockets.resolve("target");
    Path local = sockets.resolve("local");
    Path remote = sockets.resolve("remote");
    try (Echo _ = Echo.start(target)) {
      try (Running _ = forward("-L", local + ":" + target, "-R", remote + ":" + target)) {
        assertThat(Echo.ask(local, "from here")).isEqualTo("from here");
        assertThat(Echo.ask(remote, "from there")).isEqualTo("from there");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(remote)))
            .isEqualTo("rw-rw----");
      }
    }
    await().until(() -> Files.notExists(remote));
  }

  @Test
  void forwards_come_and_go_while_the_connection_lasts() throws Exception {
    Path control = Files.createTempDirectory(folder, "control").resolve("socket");
    int port = LoopbackPort.free();
    String remote = port + ":" + target();
    try (Running _ = forward("-M", "-S", control.toString())) {
      for (int i = 0; i < 5; i++) {
        tell(control, "forward", remote);
        assertThat(Echo.ask(port, "once more")).isEqualTo("once more");
        tell(control, "cancel", remote);
      }
    }
  }

  private static void tell(Path control, String command, String remote) {
    Program.of(Peers.path("ssh"), "-F", "none", "-S", control.toString())
        .with("-O", command, "-R", remote, Target.HOST)
        .runWell();
  }

  @Test
  void an_agent_is_there_for_the_session_and_gone_after_it() throws Exception {
    OpenSshAgent.require();
    Path socket = Files.createTempDirectory(folder, "agent").resolve("agent");
    try (OpenSshAgent _ = OpenSshAgent.start(socket).add("" + server.target().identity().file())) {
      String script =
          "%s -l; echo $SSH_AUTH_SOCK; stat -c %%a $SSH_AUTH_SOCK".formatted(Peers.path("ssh-add"));
      List<String> lines =
          Login.to(server.target())
              .extra("-A")
              .command(script)
              .by(Client.SSH)
              .env("SSH_AUTH_SOCK", "" + socket)
              .runWell()
              .lines()
              .toList();
      assertThat(lines.get(0)).contains(server.target().identity().publicKey().fingerprint());
      assertThat(lines.get(1)).matches(".*/\\.ssh/agent/s\\.\\w{10}\\.sshd\\.\\w{10}");
      assertThat(lines.get(2)).isEqualTo("600");
      await().until(() -> Files.notExists(Path.of(lines.get(1))));
    }
  }

  @Test
  void without_the_option_there_is_no_agent() {
    assertThat(
            Login.to(server.target()).command("echo \"[$SSH_AUTH_SOCK]\"").by(Client.SSH).runWell())
        .isEqualTo("[]\n");
  }

  @Test
  void the_port_of_a_forward_is_told_on_the_wire_too() throws Exception {
    int port = LoopbackPort.free();
    try (Running ssh = forward("-v", "-R", port + ":" + target())) {
      try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
        socket.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
        new DataInputStream(socket.getInputStream()).readFully(new byte[4]);
        ssh.awaitErrors(
            "client_request_forwarded_tcpip: listen localhost port %d, originator 127.0.0.1 port %d"
                .formatted(port, socket.getLocalPort()));
      }
    }
  }
}
