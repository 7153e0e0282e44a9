package org.sshlite.tests.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.protocol.connection.ChannelRefusedException;
import org.sshlite.sshd.SshServer;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.LoopbackPort;
import org.sshlite.tests.peer.OpenSshAgent;
import org.sshlite.tests.peer.OpenSshServer;
import org.sshlite.tests.peer.OurProgram;
import org.sshlite.tests.peer.Peers;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** The flags of {@code ssh-lite} that forward, with OpenSSH's server. */
class ClientForwardTest {
  private static final boolean WHOLE = Boolean.getBoolean("whole");
  private static final byte[] MUCH = new byte[3_000_000];
  private static final byte[] LITTLE = "little".getBytes(StandardCharsets.UTF_8);

  static {
    new Random(1).nextBytes(MUCH);
  }

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static Echo echo;
  private static Echo other;
  private static OpenSshServer server;
  private static int local;
  private static int remote;
  private static int socks;
  private static int remoteSocks;
  private static Path here;

  /** Forwards all of these while the tests use them. */
  private static Running holding;

  @TempDir Path folder;

  @BeforeAll
  static void start(@TempDir Path shared) throws IOException {
    OpenSshServer.require();
    echo = Echo.start();
    other = Echo.start();
    server = OpenSshServer.start(shared);
    local = LoopbackPort.free();
    remote = LoopbackPort.free();
    socks = LoopbackPort.free();
    remoteSocks = LoopbackPort.free();
    here = shared.resolve("here");
    Path there = shared.resolve("there");
    holding =
        Login.to(server.target())
            .extra("-N", "-L", local + ":localhost:" + echo.port())
            .extra("-R", remote + ":localhost:" + echo.port())
            .extra("-D", "" + socks, "-R", "" + remoteSocks)
            .extra("-R", there + ":localhost:" + echo.port(), "-L", here + ":" + there)
            .extra("-R", "0:localhost:" + echo.port(), "-R", "0:localhost:" + other.port())
            .by(Client.SSH_LITE)
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (holding != null) {
      holding.close();
    }
    if (server != null) {
      server.close();
      echo.close();
      other.close();
    }
  }

  private static Program client(String... flags) {
    return Login.to(server.target()).extra(flags).by(Client.SSH_LITE);
  }

  private static void awaitEcho(int port) {
    Awaitility.await().atMost(PATIENCE).until(() -> Arrays.equals(LITTLE, Echo.ask(port, LITTLE)));
  }

  @Test
  void local_and_remote_forwards_carry_all_of_both_ways_and_half_a_close() {
    awaitEcho(local);
    awaitEcho(remote);
    assertThat(Echo.ask(local, MUCH)).isEqualTo(MUCH);
    assertThat(Echo.ask(remote, MUCH)).isEqualTo(MUCH);
  }

  @Test
  void SOCKS_clients_get_through_either_way() {
    awaitSocks(socks);
    awaitSocks(remoteSocks);
  }

  private void awaitSocks(int port) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              Proxy proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", port));
              try (Socket socket = new Socket(proxy)) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                // a name, which the far end looks up
                socket.connect(InetSocketAddress.createUnresolved("localhost", echo.port()));
                return Arrays.equals(LITTLE, Echo.exchange(socket, LITTLE));
              }
            });
  }

  @Test
  void sockets_of_the_file_system_are_forwarded_both_ways() {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> Arrays.equals(LITTLE, throughSocket(here)));
  }

  private static byte[] throughSocket(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap(LITTLE));
      channel.shutdownOutput();
      return Channels.newInputStream(channel).readAllBytes();
    }
  }

  @Test
  void standard_streams_become_a_connection() {
    Finished finished = client("-W", "localhost:" + echo.port()).input("over there").run();
    assertThat(finished.text()).isEqualTo("over there");
    assertThat(finished.status()).isZero();
  }

  @Test
  void standard_streams_say_why_there_is_no_connection() {
    Finished finished = client("-W", "localhost:" + LoopbackPort.free()).input("").run();
    assertThat(finished.status()).isEqualTo(255);
    assertThat(finished.errors().replace("\r", ""))
        .isEqualTo(
            "channel 0: open failed: connect failed: Connection refused\n"
                + "stdio forwarding failed\n");
  }

  @Test
  void what_cannot_be_listened_at_is_told_and_ends_the_program_only_where_it_is_asked_to() {
    String taken = echo.port() + ":localhost:1";
    // of the IPv4 family alone: in the other the port is free
    Finished goesOn =
        Login.to(server.target())
            .extra("-4", "-L", taken)
            .command("echo went on")
            .by(Client.SSH_LITE)
            .run();
    assertThat(goesOn.text()).isEqualTo("went on\n");
    assertThat(goesOn.errors().replace("\r", ""))
        .isEqualTo(
            """
            bind [127.0.0.1]:%1$d: Address already in use
            channel_setup_fwd_listener_tcpip: cannot listen to port: %1$d
            Could not request local forwarding.
            """
                .formatted(echo.port()));
    Finished ends =
        Login.to(server.target())
            .extra("-4", "-o", "ExitOnForwardFailure=yes", "-L", taken)
            .command("echo went on")
            .by(Client.SSH_LITE)
            .run();
    assertThat(ends.text()).isEmpty();
    assertThat(ends.status()).isEqualTo(255);
  }

  @Test
  void what_the_server_does_not_listen_at_is_told_and_so_is_the_port_that_it_found() {
    Finished finished =
        Login.to(server.target())
            .extra("-R", folder.resolve("no/such") + ":localhost:1", "-R", "0:localhost:2")
            .command("echo went on")
            .by(Client.SSH_LITE)
            .run();
    assertThat(finished.text()).isEqualTo("went on\n");
    assertThat(finished.errors())
        .contains(
            "Warning: remote port forwarding failed for listen path " + folder.resolve("no/such"))
        .containsPattern("Allocated port \\d+ for remote forward to localhost:2");
  }

  @Test
  void of_two_free_ports_each_leads_where_it_was_asked_to() {
    int first = allocated(holding, echo.port());
    int second = allocated(holding, other.port());
    int before = other.accepted();
    assertThat(Echo.ask(first, LITTLE)).isEqualTo(LITTLE);
    assertThat(other.accepted()).isEqualTo(before);
    assertThat(Echo.ask(second, LITTLE)).isEqualTo(LITTLE);
    assertThat(other.accepted()).isEqualTo(before + 1);
  }

  private static int allocated(Running running, int target) {
    String end = " for remote forward to localhost:" + target;
    running.awaitErrors(end);
    String line = running.errors().lines().filter(each -> each.contains(end)).findFirst().get();
    return Integer.parseInt(line.split(" ")[2]);
  }

  @Test
  void a_command_without_traffic_is_closed_by_ChannelTimeout() {
    Finished silent =
        Login.to(server.target())
            .extra("-o", "ChannelTimeout=session:command=1")
            .command("sleep 30")
            .by(Client.SSH_LITE)
            .run(PATIENCE);
    assertThat(silent.status()).isEqualTo(255);
    Finished other =
        Login.to(server.target())
            .extra("-o", "ChannelTimeout=session:shell=1 session=1")
            .command("sleep 3; echo done")
            .by(Client.SSH_LITE)
            .run();
    assertThat(other.text()).isEqualTo("done\n");
  }

  @Test
  void a_forwarded_agent_answers_on_the_far_side_and_logs_in_from_there() {
    OpenSshAgent.require();
    try (OpenSshAgent agent =
        OpenSshAgent.start(folder.resolve("agent"))
            .add(server.target().identity().file().toString())) {
      Finished finished =
          Login.to(server.target())
              .extra("-A")
              .command(
                  "ssh-add -L && ssh -F none -o BatchMode=yes -o UserKnownHostsFile=%s -p %d %s@%s echo in"
                      .formatted(
                          server.target().knownHosts(),
                          server.target().port(),
                          server.target().user(),
                          Target.HOST))
              .by(Client.SSH_LITE)
              .env("SSH_AUTH_SOCK", agent.socket().toString())
              .run();
      assertThat(finished.text())
          .contains(server.target().identity().line().split(" ")[1])
          .endsWith("\nin\n");
    }
  }

  @Test
  void an_agent_goes_to_the_host_behind_a_jump_alone_and_knows_each_of_them() throws Exception {
    OpenSshAgent.require();
    Target target = server.target();
    KeyPair hopKey = KeyPair.create(folder.resolve("hop_key"));
    Path evil = folder.resolve("greedy");
    GreedyHop greedy = new GreedyHop(evil);
    try (SshServer hop = greedy.start(hopKey.key());
        OpenSshAgent agent = OpenSshAgent.start(folder.resolve("agent"))) {
      String hopName = "[127.0.0.1]:" + hop.port();
      String name = "[127.0.0.1]:" + target.port();
      Path known =
          Files.writeString(
              folder.resolve("known"),
              Files.readString(target.knownHosts()) + hopName + " " + hopKey.line() + "\n");
      Path config =
          Files.writeString(
              folder.resolve("agent.conf"),
              """
              Host hop
                Port %d
              Host behind
                ForwardAgent yes
                ProxyJump hop
              Host *
                User %s
                HostName 127.0.0.1
                Port %d
                IdentityFile none
                BatchMode yes
                StrictHostKeyChecking yes
                UserKnownHostsFile %s
              """
                  .formatted(hop.port(), target.user(), target.port(), known));
      String again =
          "ssh-add -l >/dev/null && ssh -F none -o BatchMode=yes -o UserKnownHostsFile=%s -p %d %s@%s echo in"
              .formatted(known, target.port(), target.user(), Target.HOST);
      Program login =
          OurProgram.sshLite("-F", config.toString())
              .with("behind", again + "; echo there; read word; " + again + "; echo there; cat")
              .env("SSH_AUTH_SOCK", agent.socket().toString());
      String key = target.identity().file().toString();

      // to both of them from here, and no further
      agent.add("-H", "" + known, "-h", hopName, "-h", name, key);
      try (Running running = login.start()) {
        running.awaitOutput("there\n");
        assertThat(running.output()).isEqualTo("there\n");
        try (SocketChannel thief = SocketChannel.open(UnixDomainSocketAddress.of(evil))) {
          assertThat(greedy.refused.get(60, TimeUnit.SECONDS))
              .isInstanceOf(ChannelRefusedException.class);
          assertThat(thief.isOpen()).isTrue();
        }

        agent.add("-H", "" + known, "-h", hopName, "-h", name, "-h", name + ">" + name, key);
        running.send("go on\n");
        running.awaitOutput("there\n".length(), "there\n");
        assertThat(running.output()).isEqualTo("there\nin\nthere\n");
      }
    }
  }

  @Test
  void an_agent_and_a_display_are_not_there_for_who_takes_them_back() {
    Finished finished =
        Login.to(server.target())
            .extra("-A", "-Y", "-a", "-x")
            .command("echo $SSH_AUTH_SOCK$DISPLAY.")
            .by(Client.SSH_LITE)
            .env("SSH_AUTH_SOCK", folder.resolve("agent").toString())
            .env("DISPLAY", "localhost:0")
            .run();
    assertThat(finished.text()).isEqualTo(".\n");
  }

  @Test
  void a_proxy_command_carries_the_connection() {
    Target target = server.target();
    Finished finished =
        Login.to(target)
            // bash's own sockets: nothing to install; what reads would wait for the server's end
            .extra(
                "-o",
                "ProxyCommand=bash -c"
                    + " 'trap : TERM; exec 3<>/dev/tcp/%h/%p; cat <&3 & cat >&3; kill $!'")
            .command("echo through")
            .by(Client.SSH_LITE)
            .run();
    assertThat(finished.text()).isEqualTo("through\n");
  }

  @Test
  void a_proxy_command_hands_over_what_it_has_connected_and_ends() throws IOException {
    Peers.require("python3");
    Target target = server.target();
    Path script = folder.resolve("dial.py");
    Files.writeString(
        script,
        """
        import socket, sys
        connected = socket.create_connection((sys.argv[1], int(sys.argv[2])))
        socket.send_fds(socket.socket(fileno=1), [b"."], [connected.fileno()])
        """);
    Login login =
        Login.to(target)
            .extra("-o", "ProxyUseFdpass=yes")
            .extra("-o", "ProxyCommand=python3 " + script + " %h %p")
            .command("cat; echo through");
    byte[] through = "through\n".getBytes(StandardCharsets.UTF_8);
    byte[] some = Arrays.copyOf(MUCH, WHOLE ? MUCH.length : MUCH.length / 10);
    byte[] expected = Arrays.copyOf(some, some.length + through.length);
    System.arraycopy(through, 0, expected, some.length, through.length);
    Path much = Files.write(folder.resolve("much"), some);
    // by ssh, whether it is the script that is right
    for (Client client : WHOLE ? List.of(Client.SSH, Client.SSH_LITE) : List.of(Client.SSH_LITE)) {
      Finished finished = login.by(client).input(much).run();
      assertThat(finished.errors()).isEmpty();
      assertThat(finished.output()).isEqualTo(expected);
    }
    Finished nothing =
        Login.to(target)
            .extra("-o", "ProxyUseFdpass=yes", "-o", "ProxyCommand=true")
            .command("echo through")
            .by(Client.SSH_LITE)
            .run();
    assertThat(nothing.status()).isEqualTo(255);
    assertThat(nothing.errors()).contains("proxy dialer did not pass back a connection");
  }

  @Test
  void a_jump_host_and_the_one_behind_it_are_each_judged_by_their_own_name() throws IOException {
    Target target = server.target();
    Path config = folder.resolve("jump.conf");
    Files.writeString(
        config,
        """
        Host *
          User %s
          Port %d
          IdentityFile %s
          IdentitiesOnly yes
          BatchMode yes
          StrictHostKeyChecking yes
          UserKnownHostsFile %s
        Host first
          HostName 127.0.0.1
        Host second
          HostName 127.0.0.1
          HostKeyAlias elsewhere
          ProxyJump first
        Host third
          HostName 127.0.0.1
          ProxyJump first
        """
            .formatted(
                target.user(), target.port(), target.identity().file(), target.knownHosts()));
    Program program = OurProgram.sshLite("-F", config.toString());
    Finished through = program.with("third", "echo $SSH_CONNECTION").run();
    assertThat(through.text()).startsWith("127.0.0.1 ");
    Finished unknown = OurProgram.sshLite("-F", config.toString()).with("second", "echo in").run();
    assertThat(unknown.status()).isEqualTo(255);
    assertThat(unknown.text()).isEmpty();
    assertThat(unknown.errors()).contains("elsewhere").contains("Host key verification failed.");
  }
}
