package org.sshlite.sshd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.sshd.lookup.NotAskedException;

class PasswordHashTest {
  private static SecretBytes secret(String text) {
    return new SecretBytes(text.getBytes(UTF_8));
  }

  @Test
  void a_hash_of_the_reference_program_is_understood() throws Exception {
    // argon2 of the RFC's authors: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32
    PasswordHash hash =
        PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                    + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
            .orElseThrow();
    assertThat(hash.matches(secret("password"))).isTrue();
    assertThat(hash.matches(secret("Password"))).isFalse();
  }

  @Test
  void a_hash_is_written_as_it_is_read() throws Exception {
    PasswordHash hash = PasswordHash.of(secret("x"), new SecureRandom());
    String text = hash.toString();
    assertThat(text).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(PasswordHash.parse(text).orElseThrow().matches(secret("x"))).isTrue();
  }

  @Test
  void a_guess_leaves_no_garbage_of_its_size() throws Exception {
    PasswordHash hash = PasswordHash.of(secret("x"), new SecureRandom());
    long before = allocated();
    assertThat(hash.matches(secret("y"))).isFalse();
    assertThat(allocated() - before).isLessThan(1024 * 1024);
  }

  @Test
  void so_many_are_computed_at_once_and_the_rest_waits() throws Exception {
    PasswordHash hash = PasswordHash.of(secret("x"), new SecureRandom());
    PasswordHash.AT_ONCE.acquire(hash.memory());
    assertThat(hash.matches(secret("x"))).isTrue();
    PasswordHash.AT_ONCE.acquire(hash.memory());
    CompletableFuture<Boolean> waiting = guess(hash, "x");
    try {
      await().until(() -> PasswordHash.AT_ONCE.getQueueLength() == 1);
      assertThat(waiting).isNotDone();
    } finally {
      PasswordHash.AT_ONCE.release(2 * hash.memory());
    }
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
  }

  private static PasswordHash large(int passes) {
    return PasswordHash.parse(
            "$argon2id$v=19$m=65536,t=%d,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
                .formatted(passes))
        .orElseThrow();
  }

  @Test
  void one_that_takes_more_memory_is_computed_alone_and_in_its_turn() throws Exception {
    PasswordHash usual = PasswordHash.of(secret("x"), new SecureRandom());
    PasswordHash.AT_ONCE.acquire(1);
    CompletableFuture<Boolean> first;
    CompletableFuture<Boolean> next;
    try {
      first = guess(large(2), "password");
      await().until(() -> PasswordHash.AT_ONCE.getQueueLength() == 1);
      // there is room for it, but it came later
      next = guess(usual, "x");
      await().until(() -> PasswordHash.AT_ONCE.getQueueLength() == 2);
      assertThat(first).isNotDone();
      assertThat(next).isNotDone();
    } finally {
      PasswordHash.AT_ONCE.release(1);
    }
    assertThat(first.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(next.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nobody_waits_for_ever() throws Exception {
    PasswordHash hash = PasswordHash.of(secret("x"), new SecureRandom());
    int all = PasswordHash.AT_ONCE.drainPermits();
    try {
      assertThatThrownBy(() -> hash.matches(secret("x"), Duration.ofMillis(1)))
          .isInstanceOf(NotAskedException.class)
          .hasMessage("Too many checks of passwords at once: refused");
    } finally {
      PasswordHash.AT_ONCE.release(all);
    }
    assertThat(hash.matches(secret("x"), Duration.ofMillis(1))).isTrue();
  }

  /** All carriers but two are busy, and so many passwords are hashed at once. */
  @Test
  void others_go_on_while_passwords_are_hashed() throws Exception {
    int usual =
        Integer.getInteger(
            "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
    PasswordHash slow =
        PasswordHash.parse(
                "$argon2id$v=19$m=19456,t=24,p=1$c29tZXNhbHQ"
                    + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
            .orElseThrow();
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 2; i < usual; i++) {
      Thread.ofVirtual().start(() -> spin(over));
    }
    try {
      // on a busy machine both may be computed before anybody comes to look
      int tries = 20;
      while (!goesOnBeside(slow)) {
        assertThat(--tries).as("more tries").isPositive();
      }
    } finally {
      over.set(true);
    }
  }

  /** Whether a virtual thread gets to run while two hashes are computed. */
  private static boolean goesOnBeside(PasswordHash slow) throws Exception {
    CompletableFuture<Boolean> one = guess(slow, "wrong");
    CompletableFuture<Boolean> other = guess(slow, "wrong");
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> PasswordHash.AT_ONCE.availablePermits() == 0 || one.isDone() && other.isDone());
    int free =
        CompletableFuture.supplyAsync(
                PasswordHash.AT_ONCE::availablePermits, Thread.ofVirtual()::start)
            .get(60, TimeUnit.SECONDS);
    assertThat(one.get(60, TimeUnit.SECONDS)).isFalse();
    assertThat(other.get(60, TimeUnit.SECONDS)).isFalse();
    return free == 0;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_error_while_it_is_computed_stays_that_error(boolean virtual) throws Exception {
    OutOfMemoryError none = new OutOfMemoryError("none left");
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread.Builder threads = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
    threads.start(
        () ->
            thrown.complete(
                catchThrowable(
                    () ->
                        PasswordHash.besideCarriers(
                            () -> {
                              throw none;
                            }))));
    assertThat(thrown.get(60, TimeUnit.SECONDS)).isSameAs(none);
  }

  private static CompletableFuture<Boolean> guess(PasswordHash hash, String password) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return hash.matches(secret(password));
          } catch (NotAskedException e) {
            throw new CompletionException(e);
          }
        },
        Thread.ofVirtual()::start);
  }

  private static void spin(AtomicBoolean over) {
    while (!over.get()) {
      Thread.onSpinWait();
    }
  }

  /** Bytes that this thread has allocated. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$short",
        "$argon2id$v=19$m=65536,t=2,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void other_kinds_and_costs_that_would_stop_the_server_are_refused(String text) {
    assertThat(PasswordHash.parse(text)).isEmpty();
  }
}
