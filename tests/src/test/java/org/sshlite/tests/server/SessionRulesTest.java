package org.sshlite.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Running;
import org.sshlite.tests.peer.Target;

/** Rules of the configuration and of authorized_keys, tried with ssh against each of them. */
class SessionRulesTest {
  private static LiteServer server;
  private static Path authorizedKeys;
  private static Path folder;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    server =
        LiteServer.start(
            folder,
            "AcceptEnv GREETING LC_*",
            "SetEnv FROM_SERVER=yes SHLVL=1",
            "MaxSessions 2",
            "Subsystem shout /bin/sh -c \"tr a-z A-Z\"");
    authorizedKeys = folder.resolve("authorized_keys");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void needs_ssh() {
    Client.SSH.require();
  }

  /** Logs in with a key of its own, whose line has these options. */
  private static Login with(String options) throws IOException {
    KeyPair key = KeyPair.create(Files.createTempDirectory(folder, "key").resolve("id"));
    Files.writeString(
        authorizedKeys, Files.readString(authorizedKeys) + options + " " + key.line() + "\n");
    return Login.to(server.target().withIdentity(key));
  }

  private static Login plain() {
    return Login.to(server.target());
  }

  private static Finished run(Login login) {
    return login.by(Client.SSH).run();
  }

  @Test
  void a_forced_command_runs_whatever_is_asked_for() throws Exception {
    String options = "command=\"echo forced: $SSH_ORIGINAL_COMMAND; exit 5\"";
    Finished command = run(with(options).command("echo free"));
    assertThat(command.text()).isEqualTo("forced: echo free\n");
    assertThat(command.status()).isEqualTo(5);

    server.awaitLog("Starting session: forced-command (key-option) 'echo forced: ");

    assertThat(run(with(options)).text()).isEqualTo("forced:\n");
    assertThat(run(with(options).extra("-s").command("shout")).text())
        .startsWith("forced: /bin/sh");
  }

  @Test
  void a_restricted_key_gets_no_terminal() throws Exception {
    Finished finished = run(with("restrict").pty().command("tty"));
    assertThat(finished.errors()).contains("PTY allocation request failed");
    assertThat(run(with("restrict,pty").pty().command("tty")).text()).startsWith("/dev/");
  }

  @Test
  void a_key_that_is_for_elsewhere_or_over_does_not_log_in() throws Exception {
    assertThat(run(with("from=\"192.0.2.0/24\"").command("echo in")).text()).isEmpty();
    assertThat(run(with("expiry-time=\"20200101\"").command("echo in")).text()).isEmpty();
    assertThat(run(with("no-such-option").command("echo in")).text()).isEmpty();
    assertThat(run(with("from=\"127.0.0.0/8\"").command("echo in")).text()).isEqualTo("in\n");
  }

  @Test
  void the_client_sets_only_the_variables_that_are_accepted() {
    Finished finished =
        run(
            plain()
                .extra("-o", "SetEnv=GREETING=hello HIDDEN=no HOME=/nowhere FROM_SERVER=no")
                .command("echo \"$GREETING$HIDDEN $FROM_SERVER\"; cd && pwd"));
    assertThat(finished.text()).startsWith("hello yes\n").doesNotContain("nowhere");
  }

  @Test
  void a_client_sets_128_variables_and_no_more() {
    String many =
        IntStream.range(0, 129).mapToObj("LC_%03d=x"::formatted).collect(Collectors.joining(" "));
    Finished finished =
        run(plain().extra("-o", "SetEnv=" + many).command("env | grep -c '^LC_[0-9]'"));
    assertThat(finished.text()).isEqualTo("128\n");
  }

  @Test
  void an_external_subsystem_gets_the_channel() {
    Finished finished = plain().extra("-s").command("shout").by(Client.SSH).input("quiet\n").run();
    assertThat(finished.text()).isEqualTo("QUIET\n");
    assertThat(run(plain().extra("-s").command("nothing")).errors())
        .contains("subsystem request failed");
  }

  @Test
  void a_session_beyond_the_limit_is_refused() {
    Path control = folder.resolve("control");
    String[] master = {"-M", "-S", control.toString()};
    String[] slave = {"-S", control.toString(), "-o", "ProxyCommand=false"};
    try (Running first = plain().extra(master).command("cat").by(Client.SSH).start();
        Running second = slave(control, slave).command("cat").by(Client.SSH).start()) {
      second.send("second\n");
      second.awaitOutput("second");
      assertThat(run(slave(control, slave).command("echo third")).text()).isEmpty();
      first.endInput();
      second.endInput();
    }
  }

  private static Login slave(Path control, String... arguments) {
    await().until(() -> Files.exists(control));
    return plain().extra(arguments);
  }

  @Test
  void what_is_left_on_a_terminal_gets_SIGHUP_when_the_client_goes() throws Exception {
    Path heard = folder.resolve("heard");
    String script =
        "trap 'echo HUP > " + heard + "; exit' HUP; echo ready; while :; do sleep 0.05; done";
    try (Running client = plain().pty().command(script).by(Client.SSH).start()) {
      client.awaitOutput("ready");
      client.terminate();
    }
    await().until(() -> Files.exists(heard) && !Files.readString(heard).isEmpty());
  }

  /** {@code ssh host 'upgrade > log'}: to be cut off in the middle would be worse. */
  @Test
  void what_is_left_without_a_terminal_finishes_when_the_client_goes() throws Exception {
    Path heard = folder.resolve("heard-without");
    Path gone = folder.resolve("gone");
    String script =
        ("trap 'echo HUP > %s; exit' HUP; echo ready;"
                + " while [ ! -e %s ]; do sleep 0.05; done; echo done > %s")
            .formatted(heard, gone, heard);
    try (Running client = plain().command(script).by(Client.SSH).start()) {
      client.awaitOutput("ready");
      int before = server.log().length();
      client.terminate();
      await()
          .until(
              () ->
                  server
                      .log()
                      .substring(before)
                      .matches("(?s).*(Connection closed|Disconnected from).*"));
    }
    Files.createFile(gone);
    await().until(() -> Files.exists(heard) && !Files.readString(heard).isEmpty());
    assertThat(heard).hasContent("done");
  }

  /** OpenSSH PROTOCOL §2.1. */
  @Test
  void a_client_hears_that_nobody_reads_its_input() throws Exception {
    Path input = Files.writeString(folder.resolve("much"), "much\n".repeat(200_000));
    Path heard = folder.resolve("heard-of-input");
    String script = "exec 0<&-; while [ ! -e %s ]; do sleep 0.05; done".formatted(heard);
    try (Running client = plain().extra("-v").command(script).by(Client.SSH).input(input).start()) {
      client.awaitErrors("rtype eow@openssh.com");
      Files.createFile(heard);
      assertThat(client.awaitEnd().status()).isZero();
    }
  }

  @Test
  void a_password_is_good_for_its_user_only() throws Exception {
    Target target = server.passwordTarget();
    assertThat(run(Login.to(target).byPassword().command("echo in")).text()).isEqualTo("in\n");
    assertThat(run(Login.to(target.withPassword("wrong")).byPassword().command("echo in")).text())
        .isEmpty();
    assertThat(run(Login.to(target.withUser("nobody-here")).byPassword().command("echo in")).text())
        .isEmpty();
    server.awaitLog("Failed password for invalid user nobody-here from 127.0.0.1");
  }
}
