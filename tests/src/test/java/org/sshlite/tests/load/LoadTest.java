package org.sshlite.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.sshd.SshServer;

/** A little of what {@link FullLoad} does for ten minutes; how long a login takes is said there. */
@Timeout(120)
class LoadTest {
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
      try (Attackers attackers = new Attackers(20, server.port(), hostKey.publicKey())) {
        long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        do {
          crowd.logIn();
        } while (System.nanoTime() < until || attackers.attacks() <= 20);
      }
      assertThat(crowd.isWhole()).as("%s", crowd.broken()).isTrue();
      assertThat(crowd.echoed()).isPositive();
    }
  }

  @Test
  void all_who_come_at_once_get_in() throws Exception {
    try (Crowd crowd = crowd()) {
      assertThat(crowd.comeAtOnce(100)).isPositive();
    }
  }
}
