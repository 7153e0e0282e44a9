package org.sshlite.sshd.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

/** A directory server that does not answer, and strangers who ask for it. */
class LookupsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicInteger asking = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  @BeforeEach
  void keep_the_log() throws Exception {
    log.redirect(folder.resolve("log"));
  }

  private Thread ask(Lookups lookups) {
    return Thread.startVirtualThread(
        () -> {
          try {
            lookups.ask(this::hang, log);
            done.incrementAndGet();
          } catch (NotAskedException _) {
            throw new AssertionError("was not asked");
          }
        });
  }

  private String hang() {
    asking.incrementAndGet();
    try {
      answered.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return "";
  }

  @Test
  void so_many_are_asked_at_once_so_many_wait_and_the_rest_is_refused() throws Exception {
    Lookups lookups = new Lookups("look-ups", 3, 2, LONG);
    List<Thread> strangers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      strangers.add(ask(lookups));
    }
    await().until(() -> asking.get() == 3 && lookups.waiting() == 2);
    for (int i = 0; i < 1000; i++) {
      assertThatThrownBy(() -> lookups.take(log))
          .isInstanceOf(NotAskedException.class)
          .hasMessage("Too many look-ups at once: refused");
    }
    assertThat(asking).hasValue(3);
    answered.countDown();
    for (Thread stranger : strangers) {
      stranger.join();
    }
    assertThat(done).hasValue(5);
    assertThat(lookups.ask(() -> "answer", log)).isEqualTo("answer");
    assertThat(Files.readAllLines(folder.resolve("log")).size()).isBetween(1, 20);
  }

  /** Else who goes on asking would keep all others waiting. */
  @Test
  void who_comes_later_has_his_turn_after_those_who_wait() throws Exception {
    Lookups lookups = new Lookups("look-ups", 1, 10, LONG);
    answered.countDown();
    Lookups.Turn turn = lookups.take(log);
    Thread stranger = ask(lookups);
    await().until(() -> lookups.waiting() == 1);
    turn.close();
    try (Lookups.Turn _ = lookups.take(log)) {
      assertThat(asking).hasValue(1);
    }
    stranger.join();
  }

  @Test
  void nobody_waits_for_ever() throws Exception {
    Lookups lookups = new Lookups("look-ups", 1, 10, Duration.ofMillis(1));
    try (Lookups.Turn _ = lookups.take(log)) {
      assertThatThrownBy(() -> lookups.ask(() -> "", log)).isInstanceOf(NotAskedException.class);
    }
    assertThat(lookups.ask(() -> "answer", log)).isEqualTo("answer");
  }

  @Test
  void a_question_that_fails_gives_its_turn_back() throws Exception {
    Lookups lookups = new Lookups("look-ups", 1, 0, LONG);
    assertThatThrownBy(
            () ->
                lookups.ask(
                    () -> {
                      throw new IllegalStateException("broken");
                    },
                    log))
        .isInstanceOf(IllegalStateException.class);
    assertThat(lookups.ask(() -> Thread.currentThread().isVirtual(), log)).isFalse();
  }
}
