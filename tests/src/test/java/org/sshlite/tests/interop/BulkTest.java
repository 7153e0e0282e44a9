package org.sshlite.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sshlite.tests.peer.Finished;
import org.sshlite.tests.peer.Login;
import org.sshlite.tests.peer.Server;

/**
 * 6 MB, by {@code -P whole} 100, through {@code cat}, there and back at the same time, with new
 * keys every megabyte.
 */
class BulkTest {
  private static final int MEGABYTES = Boolean.getBoolean("whole") ? 100 : 3;
  private static final String REKEY_LIMIT = "1M";

  /** All but Dropbear say this for each key exchange, at the log level DEBUG. */
  private static final String KEY_EXCHANGE = "kex: algorithm: ";

  private static Path input;
  private static Servers servers;

  @TempDir Path folder;

  @BeforeAll
  static void prepare(@TempDir Path shared) throws IOException {
    input = shared.resolve("input");
    byte[] block = new byte[1024 * 1024];
    Random random = new Random(1);
    try (OutputStream out = Files.newOutputStream(input)) {
      for (int i = 0; i < MEGABYTES; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    servers = new Servers(shared, "RekeyLimit " + REKEY_LIMIT, "LogLevel DEBUG");
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  static Stream<Pair> pairs() {
    return Pair.few();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void bytes_come_back_as_they_were_under_many_keys(Pair pair) throws IOException {
    Server server = servers.of(pair);
    Path output = folder.resolve("output");
    int before = keyExchanges(server.log());

    Finished finished =
        Login.to(server.target())
            .rekeyEvery(REKEY_LIMIT)
            .extra(pair == Pair.SSH_LITE_TO_DROPBEAR ? new String[] {"-v"} : new String[0])
            .command("cat")
            .by(pair.client())
            .input(input)
            .output(output)
            .run();

    assertThat(finished.status()).as(finished.errors()).isZero();
    assertThat(Files.mismatch(input, output)).isEqualTo(-1);
    // a log is read by a thread of its own
    Awaitility.await()
        .untilAsserted(
            () -> {
              String log = pair == Pair.SSH_LITE_TO_DROPBEAR ? finished.errors() : server.log();
              assertThat(keyExchanges(log) - before).isGreaterThanOrEqualTo(MEGABYTES);
            });
  }

  private static int keyExchanges(String log) {
    return log.split(KEY_EXCHANGE, -1).length - 1;
  }
}
