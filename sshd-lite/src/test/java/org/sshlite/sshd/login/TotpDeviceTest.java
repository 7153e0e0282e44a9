package org.sshlite.sshd.login;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TotpDeviceTest {
  private final TotpSecret secret = TotpSecret.random(new SecureRandom());
  private final TotpDevice device =
      new TotpDevice(
          user -> user.equals("alice") ? Optional.of(secret) : Optional.empty(),
          () -> Instant.ofEpochSecond(this.seconds));
  private volatile long seconds = 1_000_000_020; // the start of a step

  private String code(int steps) {
    return new String(secret.code(seconds / 30 + steps), US_ASCII);
  }

  /** A code that is none of the three that are good. */
  private String wrong() {
    return IntStream.range(0, 4)
        .mapToObj("%06d"::formatted)
        .filter(guess -> !List.of(code(-1), code(0), code(1)).contains(guess))
        .findFirst()
        .orElseThrow();
  }

  private boolean enters(String user, String code) throws Exception {
    return device.authenticate(user, new Answering(code));
  }

  @Test
  void the_code_of_now_lets_in() throws Exception {
    Answering person = new Answering(code(0));

    assertThat(device.authenticate("alice", person)).isTrue();
    assertThat(person.asked).containsExactly("Verification code: ");
    assertThat(person.given.getFirst().texts().getFirst().length()).isEqualTo(6);
  }

  @Test
  void a_code_is_good_once() throws Exception {
    assertThat(enters("alice", code(0))).isTrue();
    assertThat(enters("alice", code(0))).isFalse();
  }

  /** As a server makes one for each reading of its configuration. */
  @Test
  void a_code_is_good_once_for_devices_that_follow_each_other() throws Exception {
    UsedCodes used = new UsedCodes();
    for (boolean first : new boolean[] {true, false}) {
      TotpDevice fresh =
          new TotpDevice(_ -> Optional.of(secret), () -> Instant.ofEpochSecond(seconds), used);
      assertThat(fresh.authenticate("alice", new Answering(code(0)))).isEqualTo(first);
    }
  }

  @Test
  void a_code_older_than_one_that_was_taken_is_good_no_more() throws Exception {
    assertThat(enters("alice", code(1))).isTrue();
    assertThat(enters("alice", code(0))).isFalse();
    assertThat(enters("alice", code(-1))).isFalse();
  }

  @Test
  void of_many_who_bring_the_same_code_at_once_one_gets_in() throws Exception {
    String code = code(0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> entered =
          IntStream.range(0, 50)
              .mapToObj(_ -> threads.submit(() -> enters("alice", code)))
              .toList();
      int count = 0;
      for (Future<Boolean> one : entered) {
        count += one.get() ? 1 : 0;
      }
      assertThat(count).isEqualTo(1);
    }
  }

  @Test
  void after_three_wrong_codes_the_right_one_is_too_late_until_the_next_step() throws Exception {
    for (int i = 0; i < UsedCodes.MAXIMUM_GUESSES; i++) {
      assertThat(enters("alice", wrong())).isFalse();
    }
    assertThat(enters("alice", code(0))).isFalse();

    seconds += 30;
    assertThat(enters("alice", code(0))).isTrue();
  }

  @Test
  void who_has_no_secret_is_asked_as_well_and_never_gets_in() throws Exception {
    Answering person = new Answering(code(0));

    assertThat(device.authenticate("bob", person)).isFalse();
    assertThat(person.asked).containsExactly("Verification code: ");
  }
}
