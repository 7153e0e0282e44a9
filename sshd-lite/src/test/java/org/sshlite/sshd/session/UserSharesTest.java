package org.sshlite.sshd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.session.UserShare.Part;

class UserSharesTest {
  private static UserShares shares(long files, long tasks) {
    return new UserShares(OptionalLong.of(files), OptionalLong.of(tasks));
  }

  private static int most(UserShare share, Part part) {
    int taken = 0;
    while (share.take(part)) {
      taken++;
    }
    return taken;
  }

  @Test
  void a_user_has_half_of_the_open_files_in_all_of_his_connections_and_not_one_more() {
    UserShares shares = shares(100, 1_000_000);
    List<UserShare> connections = new ArrayList<>();
    UserShare next = shares.of("alice");
    while (next.take(Part.CONNECTION) && next.take(Part.SESSION)) {
      connections.add(next);
      next = shares.of("alice");
    }
    assertThat(connections).hasSize(4); // eleven each
    assertThat(most(next, Part.FORWARD)).isEqualTo(5);
    assertThat(next.take(Part.SESSION)).isFalse();
    assertThat(most(shares.of("bob"), Part.FORWARD)).isEqualTo(50);
    connections.getFirst().close();
    assertThat(next.take(Part.SESSION)).isTrue();
    assertThat(most(next, Part.FORWARD)).isEqualTo(1);
  }

  @Test
  void so_he_has_of_threads() {
    UserShare alice = shares(1_000_000, 25).of("alice");
    assertThat(most(alice, Part.SESSION)).isEqualTo(2);
    assertThat(most(alice, Part.FORWARD)).isGreaterThan(1000);
    alice.giveBack(Part.SESSION);
    assertThat(most(alice, Part.SESSION)).isEqualTo(1);
  }

  @Test
  void what_a_connection_still_has_at_its_end_is_given_back_once() {
    UserShares shares = shares(40, 1_000_000);
    UserShare one = shares.of("alice");
    UserShare other = shares.of("alice");
    assertThat(one.take(Part.SESSION)).isTrue();
    assertThat(other.take(Part.SESSION)).isTrue();
    assertThat(other.take(Part.FORWARD)).isFalse();
    one.close();
    one.giveBack(Part.SESSION); // its channel is closed after it
    one.close();
    assertThat(one.take(Part.SESSION)).as("counted no more").isTrue();
    assertThat(most(other, Part.FORWARD)).isEqualTo(10);
  }

  @Test
  void many_at_once_do_not_get_more() throws Exception {
    UserShares shares = shares(2000, 1_000_000);
    AtomicInteger taken = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual().start(() -> taken.addAndGet(most(shares.of("alice"), Part.FORWARD))));
    }
    for (Thread each : threads) {
      each.join();
    }
    assertThat(taken).hasValue(1000);
  }

  @Test
  void only_a_limit_that_there_is_is_told(@TempDir Path folder) throws Exception {
    StderrLog log = new StderrLog(LogLevel.INFO);
    log.redirect(folder.resolve("log"));
    new UserShares(OptionalLong.of(100), OptionalLong.empty()).tell("a session of alice", log);
    assertThat(Files.readString(folder.resolve("log")))
        .contains(
            "Refused a session of alice: so much of the open files (half are 50) or threads is one"
                + " user's");
  }

  @Test
  void where_nobody_knows_what_there_is_nothing_is_limited() {
    UserShare alice = new UserShares(OptionalLong.empty(), OptionalLong.empty()).of("alice");
    for (int i = 0; i < 100_000; i++) {
      assertThat(alice.take(Part.SESSION)).isTrue();
      assertThat(UserShare.uncounted().take(Part.SESSION)).isTrue();
    }
  }
}
