package org.sshlite.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.client.config.AddressFamily;
import org.sshlite.client.config.Destination;
import org.sshlite.client.identity.LoginOptions;
import org.sshlite.client.trust.TrustOptions;
import org.sshlite.knownhosts.KnownHosts;
import org.sshlite.knownhosts.StrictHostKeyChecking;
import org.sshlite.protocol.message.SessionRequest;

@Timeout(120)
class SshClientTest {
  @TempDir private Path folder;
  private TestServer server;
  private Path knownHosts;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    knownHosts = folder.resolve("known_hosts");
    know(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void know(TestServer known) throws Exception {
    byte[] blob = known.hostKey.publicKey().blob();
    Files.writeString(
        knownHosts,
        "[127.0.0.1]:%d ssh-ed25519 %s\n"
            .formatted(server.port(), Base64.getEncoder().encodeToString(blob)));
  }

  private ClientOptions options(StrictHostKeyChecking strictness, ScriptedDialog dialog) {
    return ClientOptions.builder()
        .trust(
            new TrustOptions(
                KnownHosts.open(List.of(knownHosts), List.of()),
                strictness,
                false,
                Optional.empty(),
                2048))
        .login(new LoginOptions(List.of("publickey", "password"), List.of(), List.of(), 3, 2048))
        .dialog(dialog)
        .build();
  }

  private SshClient client() {
    return SshClient.create(
        options(StrictHostKeyChecking.YES, new ScriptedDialog(TestServer.PASSWORD)));
  }

  @Test
  void a_command_gives_its_output_and_its_status() throws Exception {
    try (SshClient client = client();
        ClientSession session = client.connect(server.destination())) {
      ExecResult result = session.exec("hello");
      assertThat(result.text()).isEqualTo("hello");
      assertThat(session.exec("fail").exit()).isEqualTo(new Exit.Status(3));
      assertThat(session.exec("kill").exit()).isEqualTo(new Exit.Signal("TERM", false));
      assertThat(session.exec("echo"))
          .satisfies(echo -> assertThat(echo.exit().isSuccess()).isTrue())
          .satisfies(echo -> assertThat(echo.stderr()).asString().isEqualTo("told\n"));
    }
  }

  @Test
  void a_password_is_asked_for_by_the_hosts_alias() throws Exception {
    byte[] blob = server.hostKey.publicKey().blob();
    Files.writeString(
        knownHosts, "prod-db ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + "\n");
    ScriptedDialog dialog = new ScriptedDialog(TestServer.PASSWORD);
    ClientOptions options =
        ClientOptions.builder()
            .trust(
                TrustOptions.builder()
                    .knownHosts(KnownHosts.open(List.of(knownHosts), List.of()))
                    .hostKeyAlias("Prod-DB")
                    .build())
            .login(LoginOptions.builder().methods("password").prompts(3).build())
            .dialog(dialog)
            .build();
    try (SshClient client = SshClient.create(options);
        ClientSession _ = client.connect(server.destination())) {
      assertThat(dialog.questions).singleElement().asString().endsWith("@prod-db's password: ");
    }
  }

  @Test
  void what_was_negotiated_is_told_before_anything_is_given_away() throws Exception {
    List<String> seen = new ArrayList<>();
    try (SshClient client = client();
        ClientSession _ =
            client.connect(
                Destination.parse(server.destination()).orElseThrow(),
                negotiated -> {
                  seen.add(negotiated.kex().name());
                  seen.addAll(server.attempts);
                })) {
      assertThat(seen).containsExactly("mlkem768x25519-sha256");
      assertThat(server.attempts).isNotEmpty();
    }
  }

  @Test
  void an_input_that_fails_is_a_failure_and_no_end_of_the_input() throws Exception {
    try (SshClient client = client();
        ClientSession session = client.connect(server.destination())) {
      for (Throwable cause : List.of(new EOFException("cut"), new StackOverflowError("deep"))) {
        InputStream failing =
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw SshClientTest.<RuntimeException>unchecked(cause);
              }
            };
        CompletableFuture<ExecResult> result = session.execAsync(Exec.of("echo").input(failing));
        assertThatThrownBy(() -> result.get(60, TimeUnit.SECONDS)).hasRootCause(cause);
      }
      assertThat(session.exec("hello").text()).isEqualTo("hello");
    }
  }

  @Test
  void an_output_that_ends_in_an_error_is_a_failure_and_no_wait_for_ever() throws Exception {
    Throwable cause = new StackOverflowError("deep");
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int value) {
            throw SshClientTest.<RuntimeException>unchecked(cause);
          }
        };
    try (SshClient client = client();
        ClientSession session = client.connect(server.destination())) {
      CompletableFuture<ExecResult> result =
          session.execAsync(Exec.of("hello").output(failing, OutputStream.nullOutputStream()));
      assertThatThrownBy(() -> result.get(60, TimeUnit.SECONDS)).hasRootCause(cause);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unchecked(Throwable cause) throws T {
    throw (T) cause;
  }

  @Test
  void commands_run_side_by_side() throws Exception {
    try (SshClient client = client();
        ClientSession session = client.connectAsync(server.destination()).get()) {
      List<CompletableFuture<ExecResult>> results =
          List.of(session.execAsync("one"), session.execAsync("two"), session.execAsync("three"));
      assertThat(results).map(result -> result.get().text()).containsExactly("one", "two", "three");
    }
  }

  @Test
  void a_program_can_be_talked_to_through_its_streams() throws Exception {
    try (SshClient client = client();
        ClientSession session = client.connect(server.destination());
        SessionChannel channel = session.open().get()) {
      assertThat(channel.request(new SessionRequest.Exec("echo")).get()).isTrue();
      try (OutputStream stdin = channel.stdin()) {
        stdin.write("to and fro".getBytes());
      }
      assertThat(channel.stdout().readAllBytes()).asString().isEqualTo("to and fro");
      assertThat(channel.waitFor()).isEqualTo(new Exit.Status(0));
    }
  }

  @Test
  void a_command_that_the_server_does_not_run_is_an_error() throws Exception {
    try (SshClient client = client();
        ClientSession session = client.connect(server.destination())) {
      assertThatThrownBy(() -> session.exec("refuse"))
          .isInstanceOf(IOException.class)
          .hasMessage("the peer refused to run the command");
    }
  }

  @Test
  void a_login_that_is_cancelled_is_given_up() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SshClient client = client()) {
      CompletableFuture<ClientSession> login =
          client.connectAsync("ssh://alice@127.0.0.1:" + silent.getLocalPort());
      try (Socket connection = silent.accept()) {
        login.cancel(false);
        connection.getInputStream().readAllBytes(); // to the end, which comes
      }
    }
  }

  @Test
  void a_command_that_is_cancelled_loses_its_channel_and_the_session_goes_on() throws Exception {
    try (SshClient client = client();
        ClientSession session = client.connect(server.destination())) {
      CompletableFuture<ExecResult> hanging = session.execAsync("hang");
      hanging.cancel(false);
      assertThat(server.channelClosed).succeedsWithin(Duration.ofMinutes(1));
      assertThat(session.exec("hello").text()).isEqualTo("hello");
    }
  }

  @Test
  void a_command_whose_caller_is_interrupted_loses_its_channel() throws Exception {
    try (SshClient client = client();
        ClientSession session = client.connect(server.destination())) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> session.exec("hang")).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(server.channelClosed).succeedsWithin(Duration.ofMinutes(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "end and drop"})
  void a_connection_that_ends_under_a_command_says_so(String command) throws Exception {
    try (SshClient client = client();
        ClientSession session = client.connect(server.destination())) {
      CompletableFuture<ExecResult> result = session.execAsync(command);
      assertThat(result).failsWithin(Duration.ofMinutes(1));
      assertThat(session.connection().ended().get().explain())
          .contains("going down\\033[2J")
          .doesNotContain("\033");
    }
  }

  @Test
  void by_default_an_unknown_host_is_refused_before_anything_is_tried() {
    ClientOptions defaults = ClientOptions.defaults();
    assertThat(defaults.trust().strictness()).isEqualTo(StrictHostKeyChecking.YES);
    ScriptedDialog dialog = new ScriptedDialog("yes", TestServer.PASSWORD);
    knownHosts = folder.resolve("empty");
    try (SshClient client = SshClient.create(options(StrictHostKeyChecking.YES, dialog))) {
      assertThatThrownBy(() -> client.connect(server.destination()))
          .isInstanceOf(HostNotTrustedException.class);
    }
    assertThat(server.attempts).isEmpty();
    assertThat(dialog.questions).isEmpty();
  }

  @Test
  void a_changed_host_key_gets_no_password_even_where_checking_is_off() throws Exception {
    ScriptedDialog dialog = new ScriptedDialog(TestServer.PASSWORD, TestServer.PASSWORD);
    try (TestServer other = new TestServer();
        SshClient client = SshClient.create(options(StrictHostKeyChecking.OFF, dialog))) {
      know(other);
      assertThatThrownBy(() -> client.connect(server.destination()))
          .isInstanceOf(AuthenticationFailedException.class)
          .hasMessage("alice@127.0.0.1: Permission denied (publickey,password).");
    }
    assertThat(server.attempts).isEmpty();
    assertThat(dialog.questions).isEmpty();
  }

  @Test
  void wrong_passwords_are_asked_for_again_and_then_refused() {
    ScriptedDialog dialog = new ScriptedDialog("a", "b", "c", "d");
    try (SshClient client = SshClient.create(options(StrictHostKeyChecking.YES, dialog))) {
      assertThatThrownBy(() -> client.connect(server.destination()))
          .isInstanceOf(AuthenticationFailedException.class)
          .hasMessageContaining("Permission denied");
    }
    assertThat(server.attempts).containsExactly("password a", "password b", "password c");
  }

  @Test
  void a_port_where_nobody_listens_is_one_clear_line() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (SshClient client = client()) {
      assertThatThrownBy(() -> client.connect("ssh://127.0.0.1:" + port))
          .isInstanceOf(ConnectFailedException.class)
          .hasMessage("connect to host 127.0.0.1 port " + port + ": Connection refused");
    }
  }

  @Test
  void a_name_without_an_address_is_one_clear_line() {
    try (SshClient client = client()) {
      assertThatThrownBy(() -> client.connect("no-such-host.invalid"))
          .isInstanceOf(ResolveFailedException.class)
          .hasMessage("Could not resolve hostname no-such-host.invalid: Name or service not known");
    }
  }

  @Test
  void an_address_of_another_family_is_not_used() {
    ClientOptions usual = options(StrictHostKeyChecking.YES, new ScriptedDialog());
    ClientOptions six =
        new ClientOptions(
            new NetworkOptions(AddressFamily.INET6, Duration.ZERO, 1),
            usual.transport(),
            usual.trust(),
            usual.login(),
            usual.dialog());
    try (SshClient client = SshClient.create(six)) {
      assertThatThrownBy(() -> client.connect(server.destination()))
          .isInstanceOf(ResolveFailedException.class)
          .hasMessageContaining("Address family for hostname not supported");
    }
  }

  @Test
  void what_is_no_destination_is_the_callers_mistake() {
    try (SshClient client = client()) {
      assertThatThrownBy(() -> client.connect("@")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void closing_ends_commands_connections_and_threads() throws Exception {
    SshClient client = client();
    ClientSession session = client.connect(server.destination());
    CompletableFuture<ExecResult> hanging = session.execAsync("hang");
    session.close();
    assertThat(hanging).failsWithin(Duration.ofMinutes(1));
    client.close();
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("ssh-loop")));
  }
}
