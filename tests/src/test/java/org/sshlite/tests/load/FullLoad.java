package org.sshlite.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.tests.peer.KeyPair;

/**
 * 10,000 sessions that wait and 200 that work, in a server that has 512 MiB of heap, with 100
 * attackers at its door for ten minutes: {@code mvn verify -P load}, of less with {@code
 * -Dload.idle=1000 -Dload.seconds=60}.
 */
class FullLoad {
  private static final int IDLE = Integer.getInteger("load.idle", 10_000);
  private static final int BUSY = Integer.getInteger("load.busy", 200);
  private static final int ATTACKERS = Integer.getInteger("load.attackers", 100);
  private static final int AT_ONCE = Integer.getInteger("load.at-once", 1000);
  private static final Duration TIME = Duration.ofSeconds(Long.getLong("load.seconds", 600));
  private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * By password: they wait for the hashes of guesses as well, of which two are computed at once.
   */
  private static final long LONGEST_WITH_HASHES_NANOS = Duration.ofSeconds(10).toNanos();

  /** Megabytes: the blocks of a second hash at once are used again, and stay. */
  private static final long KEPT_FOR_HASHES = 20;

  /** Between two honest logins. */
  private static final int PAUSE_MILLISECONDS = 200;

  /** Between two of one attacker: a hundred of them shall not be what takes the processors. */
  private static final int ATTACKERS_PAUSE_MILLISECONDS = 100;

  @TempDir Path folder;
  private KeyPair hostKey;
  private KeyPair user;
  private Process server;
  private BufferedReader said;
  private int port;

  @BeforeEach
  void start() throws IOException {
    hostKey = KeyPair.create(folder.resolve("host_key"));
    user = KeyPair.create(folder.resolve("user_key"));
    Path publicKey = Path.of(user.file() + ".pub");
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LoadServer.class.getName(),
                hostKey.file().toString(),
                publicKey.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = server.inputReader();
    port = Integer.parseInt(said.readLine());
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.destroy();
    server.waitFor();
  }

  private Crowd crowd() {
    return new Crowd(port, hostKey.publicKey(), user.key());
  }

  /** Megabytes that the server holds when it has thrown away what it needs no more. */
  private long heap() throws IOException {
    server.getOutputStream().write('\n');
    server.getOutputStream().flush();
    return Long.parseLong(said.readLine()) / 1_000_000;
  }

  @Test
  void nobody_honest_waits_or_is_turned_away() throws Exception {
    try (Crowd crowd = crowd()) {
      crowd.logIn();
    }
    long before = heap();
    try (Crowd crowd = crowd()) {
      crowd.stay(IDLE, 8);
      System.out.printf("%d sessions wait: %d MB of heap%n", IDLE, heap());
      crowd.work(BUSY);
      List<Long> byKey = new ArrayList<>();
      List<Long> byPassword = new ArrayList<>();
      try (Attackers attackers =
          new Attackers(ATTACKERS, port, hostKey.publicKey(), ATTACKERS_PAUSE_MILLISECONDS)) {
        long until = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < until) {
          byKey.add(crowd.logIn());
          byPassword.add(crowd.logInWithPassword());
          Thread.sleep(PAUSE_MILLISECONDS);
        }
        System.out.printf(
            "%d attacks, %d of them wrong passwords, %d MB to and fro, %d MB of heap%n",
            attackers.attacks(), attackers.wrongPasswords(), crowd.echoed() / 1_000_000, heap());
        assertThat(attackers.wrongPasswords()).isPositive();
        assertThat(attackers.allFloodsEnded()).isTrue();
      }
      assertThat(crowd.isWhole()).as("%s", crowd.broken()).isTrue();
      assertThat(slowest("key", byKey)).isLessThan(LONGEST_NANOS);
      assertThat(slowest("password", byPassword)).isLessThan(LONGEST_WITH_HASHES_NANOS);
    }
    long after = heap();
    System.out.printf("%d MB of heap before, %d MB after%n", before, after);
    assertThat(after).isLessThan(before + 16 + KEPT_FOR_HASHES);
  }

  private static long slowest(String how, List<Long> logins) {
    Collections.sort(logins);
    System.out.printf(
        "%d logins by %s: median %d ms, 99 %% in %d ms, all in %d ms%n",
        logins.size(),
        how,
        logins.get(logins.size() / 2) / 1_000_000,
        logins.get(logins.size() * 99 / 100) / 1_000_000,
        logins.getLast() / 1_000_000);
    return logins.getLast();
  }

  @Test
  void all_who_come_at_once_get_in() throws Exception {
    try (Crowd crowd = crowd()) {
      System.out.printf(
          "%d logins at once, all in %d ms%n", AT_ONCE, crowd.comeAtOnce(AT_ONCE) / 1_000_000);
    }
  }
}
