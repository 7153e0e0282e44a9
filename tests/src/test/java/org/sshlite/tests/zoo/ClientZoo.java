package org.sshlite.tests.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Account;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.KeyPair;
import org.sshlite.tests.peer.LiteServer;
import org.sshlite.tests.peer.Target;
import org.sshlite.tests.sftp.foreign.ForeignFiles;
import org.sshlite.tests.sftp.foreign.ForeignRound;

/** Every foreign client does what it can on our server. */
class ClientZoo {
  /** Many times what any of them takes for anything here, on a machine with other things to do. */
  private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

  private static final AtomicInteger FILES = new AtomicInteger();

  @TempDir static Path folder;
  private static Keys hostKeys;
  private static Keys userKeys;
  private static Path data;
  private static LiteServer server;
  private static LiteServer askingServer;
  private static LiteServer rekeyingServer;
  private static LiteServer countedServer;
  private static LiteServer filesServer;

  @BeforeAll
  static void start() throws IOException {
    hostKeys = Keys.create(folder, "host");
    userKeys = Keys.create(folder, "user").withPkcs8();
    data = Files.write(folder.resolve("data"), Trial.randomBytes());
    server = server();
    // who does not answer is gone after six seconds
    askingServer = server("ClientAliveInterval 1", "ClientAliveCountMax 6");
    rekeyingServer = server("RekeyLimit 1M");
    countedServer = server();
    Path own = Files.createTempDirectory(folder, "server");
    filesServer = LiteServer.start(own, "Subsystem sftp internal-sftp");
  }

  private static LiteServer server(String... configuration) throws IOException {
    Path own = Files.createTempDirectory(folder, "server");
    Path authorized = userKeys.authorized(folder.resolve("authorized_keys"));
    Stream<String> files = hostKeys.files().stream().map(file -> "HostKey " + file);
    String keys = "AuthorizedKeysFile " + authorized;
    return LiteServer.start(
        own,
        Stream.of(Arrays.stream(configuration), files, Stream.of(keys, "LogLevel DEBUG"))
            .flatMap(lines -> lines)
            .toArray(String[]::new));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    askingServer.close();
    rekeyingServer.close();
    countedServer.close();
    filesServer.close();
    Table.write("client", ClientRows.ALL, Cell.OF_ENDS, Path.of("target/zoo/clients.md"));
  }

  static Stream<Arguments> cells() {
    return Rows.cells(ClientRows.ALL, Cell.OF_ENDS);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cells")
  void a_client_does_what_it_can(Row<Driver> row, Cell cell) {
    Expected expected = row.expected(cell);
    Trial.judge(expected, () -> attempt(row.driver(), cell, expected));
  }

  private void attempt(Driver driver, Cell cell, Expected expected) {
    switch (cell) {
      case PASSWORD -> greets(driver, job(server, "echo in").byPassword(Account.NAME));
      case ED25519, ECDSA, RSA -> greets(driver, job(server, "echo in").by(key(cell)));
      case STATUS -> assertThat(run(driver, job(server, "exit 42")).status()).isEqualTo(42);
      case SIGNAL ->
          assertThat(told(run(driver, job(server, "echo in; kill -KILL $$"))))
              .isEqualTo(expected.text());
      case DOWN_SERVER_REKEYS -> fetches(driver, job(rekeyingServer, "cat " + data));
      case UP_SERVER_REKEYS -> sends(driver, job(rekeyingServer, "cmp - " + data));
      case DOWN_CLIENT_REKEYS ->
          exchangesKeys(() -> fetches(driver, job(countedServer, "cat " + data).rekeying()));
      case UP_CLIENT_REKEYS ->
          exchangesKeys(() -> sends(driver, job(countedServer, "cmp - " + data).rekeying()));
      case KEEPALIVE -> greets(driver, job(askingServer, "sleep 7.5; echo in"));
      case PTY ->
          assertThat(run(driver, job(server, "tty").withPty()).toString()).contains("/dev/pts/");
      case FILES -> movesFiles(driver.files());
      case TREE -> throw new IllegalArgumentException(cell + " is asked of programs");
    }
  }

  private static void movesFiles(ForeignFiles.Peer peer) {
    try {
      Path scratch = Files.createTempDirectory(folder, "files");
      ForeignRound.move(peer, filesServer.target(), scratch);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /**
   * One is tried after the other: what the log has more of is this one's. It is copied by a thread,
   * which may be behind.
   */
  private static void exchangesKeys(Runnable trial) {
    int before = countedServer.log().length();
    trial.run();
    await().untilAsserted(() -> Trial.requireRekey(countedServer.log().substring(before)));
  }

  private static KeyPair key(Cell cell) {
    return userKeys.of(cell.keyType());
  }

  private static Job job(LiteServer on, String command) {
    Target target = on.target().withHostKey(hostKeys.of("ssh-ed25519").publicKey());
    Path known = folder.resolve("known_hosts." + FILES.incrementAndGet());
    hostKeys.knownAt(Target.HOST, target.port(), known);
    return Job.on(target.withIdentity(userKeys.of("ecdsa-sha2-nistp256")), known, command);
  }

  private static Finished run(Driver driver, Job job) {
    return driver.program(job).run(TIME_LIMIT);
  }

  private static void greets(Driver driver, Job job) {
    Finished finished = run(driver, job);
    assertThat(finished.text()).as(finished.errors()).isEqualTo("in\n");
    assertThat(finished.status()).isZero();
  }

  private static String told(Finished finished) {
    String signal =
        finished.errors().lines().filter(line -> line.startsWith("signal ")).findAny().orElse("");
    return signal.isEmpty() ? "status " + finished.status() : signal;
  }

  private static void fetches(Driver driver, Job job) {
    Path output = folder.resolve("output." + FILES.incrementAndGet());
    Finished finished = driver.program(job).output(output).run(TIME_LIMIT);
    assertThat(finished.status()).as(finished.errors()).isZero();
    assertThat(output).hasSameBinaryContentAs(data);
  }

  private static void sends(Driver driver, Job job) {
    Finished finished = run(driver, job.with(data));
    assertThat(finished.status()).as(finished.errors()).isZero();
  }
}
