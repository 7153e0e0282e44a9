package org.sshlite.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
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
  private static final int ATTACKERS = 100;
  private static final int PAUSE_MILLISECONDS = 5_000;
  private static final int PAUSE_OF_HONEST_MILLISECONDS = 50;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TIME = Duration.ofSeconds(5);

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
      crowd.stay(100, 8);
      crowd.work(10);
      Duration before = usual(logins(crowd, () -> false));
      try (Attackers attackers =
          new Attackers(ATTACKERS, server.port(), hostKey.publicKey(), PAUSE_MILLISECONDS)) {
        long until = System.nanoTime() + TIME.toNanos();
        List<Long> logins =
            logins(
                crowd,
                () ->
                    System.nanoTime() < until
                        || attackers.attacks() < ATTACKERS
                        || attackers.wrongPasswords() < ATTACKERS / 10);
        // a second, or more where other tests leave little
        assertThat(usual(logins)).isLessThan(SECOND.plus(before.multipliedBy(5)));
      }
      assertThat(crowd.isWhole()).as("%s", crowd.broken()).isTrue();
      assertThat(crowd.echoed()).isPositive();
    }
  }

  /** Some logins by each method, and more while there is need. */
  private static List<Long> logins(Crowd crowd, BooleanSupplier more) throws Exception {
    List<Long> logins = new ArrayList<>();
    do {
      for (int i = 0; i < 4; i++) {
        logins.add(crowd.logIn());
        Thread.sleep(PAUSE_OF_HONEST_MILLISECONDS);
      }
      logins.add(crowd.logInWithPassword());
    } while (more.getAsBoolean());
    return logins;
  }

  /** What most of them took. */
  private static Duration usual(List<Long> logins) {
    Collections.sort(logins);
    return Duration.ofNanos(logins.get(logins.size() / 2));
  }

  @Test
  void all_who_come_at_once_get_in() throws Exception {
    try (Crowd crowd = crowd()) {
      assertThat(crowd.comeAtOnce(100)).isPositive();
    }
  }
}
