package org.sshlite.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.sshd.SshServer;

/**
 * A little of what {@link FullLoad} does for ten minutes. Attackers come more seldom, for other
 * tests run beside this one, and that no login at all takes longer than a second is said there.
 */
@Timeout(120)
class LoadTest {
  private static final int ATTACKERS = Boolean.getBoolean("whole") ? 100 : 50;
  private static final int PAUSE_MILLISECONDS = 3_000;
  private static final Duration PAUSE_OF_HONEST = Duration.ofMillis(50);
  private static final Duration TIME = Duration.ofSeconds(5);

  /** Until enough attacks have come, on a machine that has little time for them. */
  private static final Duration MOST_TIME = Duration.ofSeconds(100);

  /** What nobody waits for, however much other tests leave. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final SecureRandom random = new SecureRandom();
  private final PrivateKey hostKey = PrivateKey.generate("ssh-ed25519", random);
  private final PrivateKey user = PrivateKey.generate("ssh-ed25519", random);
  private SshServer server;

  @BeforeEach
  void start() throws Exception {
    server = LoadServer.start(hostKey, user.publicKey());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Crowd crowd() {
    return new Crowd(server.port(), hostKey.publicKey(), user);
  }

  @Test
  void attackers_at_the_door_keep_nobody_out_and_break_no_session() throws Exception {
    try (Crowd crowd = crowd()) {
      crowd.stay(ATTACKERS, 8);
      crowd.work(10);
      AtomicLong slowest = new AtomicLong();
      try (Attackers attackers =
          new Attackers(ATTACKERS, server.port(), hostKey.publicKey(), PAUSE_MILLISECONDS)) {
        long until = System.nanoTime() + TIME.toNanos();
        Awaitility.await()
            .atMost(MOST_TIME)
            .pollInterval(PAUSE_OF_HONEST)
            .until(
                () -> {
                  slowest.accumulateAndGet(crowd.logIn(), Math::max);
                  slowest.accumulateAndGet(crowd.logInWithPassword(), Math::max);
                  return System.nanoTime() >= until
                      && attackers.attacks() >= ATTACKERS
                      && attackers.wrongPasswords() >= ATTACKERS / 10
                      && attackers.allFloodsEnded();
                });
      }
      assertThat(Duration.ofNanos(slowest.get())).isLessThan(LONGEST);
      assertThat(crowd.isWhole()).as("%s", crowd.broken()).isTrue();
      assertThat(crowd.echoed()).isPositive();
    }
  }

  @Test
  void all_who_come_at_once_get_in() throws Exception {
    try (Crowd crowd = crowd()) {
      assertThat(crowd.comeAtOnce(ATTACKERS)).isPositive();
    }
  }
}
