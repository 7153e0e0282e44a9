package org.sshlite.tests.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Client;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Program;
import org.sshlite.tests.peer.Server;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.peer.Terminal;
import org.sshlite.tests.sftp.foreign.OurRound;

/** Our client does on every foreign server what that can do. */
class ServerZoo {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

  @TempDir static Path folder;
  private static final Map<Started, Server> SERVERS = new HashMap<>();
  private static Keys userKeys;
  private static Path data;

  private record Started(String name, boolean rekeys) {}

  @BeforeAll
  static void prepare() throws IOException {
    userKeys = Keys.create(folder, "user");
    data = Files.write(folder.resolve("data"), Trial.randomBytes());
  }

  @AfterAll
  static void stop() throws IOException {
    SERVERS.values().forEach(Server::close);
    Table.write("server", ServerRows.ALL, Cell.OF_ENDS, Path.of("target/zoo/servers.md"));
  }

  static Stream<Arguments> cells() {
    return Rows.cells(ServerRows.ALL, Cell.OF_ENDS);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cells")
  void our_client_does_what_a_server_can(Row<ServerDriver> row, Cell cell) {
    Expected expected = row.expected(cell);
    boolean rekeys = cell == Cell.DOWN_SERVER_REKEYS || cell == Cell.UP_SERVER_REKEYS;
    Trial.judge(expected, () -> attempt(row, target(row, rekeys), cell));
  }

  private static Target target(Row<ServerDriver> row, boolean rekeys) {
    return SERVERS
        .computeIfAbsent(new Started(row.name(), rekeys), _ -> start(row, rekeys))
        .target();
  }

  private static Server start(Row<ServerDriver> row, boolean rekeys) {
    try {
      Path own = Files.createTempDirectory(folder, "server");
      return row.driver().start(own, userKeys, rekeys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void attempt(Row<ServerDriver> row, Target server, Cell cell) {
    Target target = server.withIdentity(userKeys.of(cell.keyType()));
    if (cell == Cell.FILES) {
      movesFiles(target);
    } else if (row.driver().runsCommands()) {
      attempt(target, cell, row.expected(cell));
    } else {
      new OurSftp(folder, data).attempt(target, cell, TIME_LIMIT);
    }
  }

  private static void attempt(Target target, Cell cell, Expected expected) {
    Login login = Login.to(target);
    switch (cell) {
      case PASSWORD -> asksForThePassword(login);
      case ED25519, ECDSA, RSA -> greets(login.command("echo in"));
      case STATUS -> assertThat(run(login.command("exit 42")).status()).isEqualTo(42);
      case SIGNAL ->
          assertThat("status " + run(login.command("echo in; kill -KILL $$")).status())
              .isEqualTo(expected instanceof Expected.Says(String text) ? text : "status 255");
      case DOWN_SERVER_REKEYS -> exchangesKeys(fetches(login.extra("-v")));
      case UP_SERVER_REKEYS -> exchangesKeys(sends(login.extra("-v")));
      case DOWN_CLIENT_REKEYS -> fetches(login.rekeyEvery("1M"));
      case UP_CLIENT_REKEYS -> sends(login.rekeyEvery("1M"));
      case KEEPALIVE -> {
        // who does not answer is left after six seconds
        login.extra("-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=6");
        greets(login.command("sleep 7.5; echo in"));
      }
      case PTY -> showsOnATerminal(login);
      case FILES, TREE -> throw new IllegalArgumentException(cell + " needs more than a command");
    }
  }

  private static void movesFiles(Target target) {
    try {
      OurRound.move(target, Files.createTempDirectory(folder, "files"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Program program(Login login) {
    return login.by(Client.SSH_LITE);
  }

  private static Finished run(Login login) {
    return program(login).run(TIME_LIMIT);
  }

  private static void greets(Login login) {
    Finished finished = run(login);
    assertThat(finished.text()).as(finished.errors()).isEqualTo("in\n");
    assertThat(finished.status()).isZero();
  }

  private static void asksForThePassword(Login login) {
    Program program = program(login.byPassword().command("echo lo''gged in"));
    try (Terminal terminal = terminal(program)) {
      terminal.awaitScreen("password:");
      terminal.typeLine(Account.PASSWORD);
      terminal.awaitScreen("logged in");
      assertThat(terminal.awaitStatus()).isZero();
    }
  }

  /** Where input does not end: tinysshd hangs up its pty then, and the output is lost with it. */
  private static void showsOnATerminal(Login login) {
    Program program = program(login.pty().command("echo in si''de"));
    try (Terminal terminal = terminal(program)) {
      terminal.awaitScreen("in side");
      assertThat(terminal.awaitStatus()).isZero();
    }
  }

  /** In a folder of its own: tmux is not gone yet when it has said that it goes. */
  private static Terminal terminal(Program program) {
    try {
      return Terminal.open(Files.createTempDirectory(folder, "t"), 80, 20, program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Finished fetches(Login login) {
    Path output = folder.resolve("output");
    Finished finished = program(login.command("cat " + data)).output(output).run(TIME_LIMIT);
    assertThat(finished.status()).as(finished.errors()).isZero();
    assertThat(output).hasSameBinaryContentAs(data);
    return finished;
  }

  private static Finished sends(Login login) {
    // not all of them can tell a process that its input has ended
    String compare = "head -c %d | cmp - %s".formatted(Trial.BYTES, data);
    Finished finished = program(login.command(compare)).input(data).run(TIME_LIMIT);
    assertThat(finished.status()).as(finished.errors()).isZero();
    return finished;
  }

  private static void exchangesKeys(Finished finished) {
    Trial.requireRekey(finished.errors());
  }
}
