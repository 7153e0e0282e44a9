package org.sshlite.sshd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Virtual threads that one wakes who acts for a user, in a process of their own. */
class CarriersTest {
  private static final int VIRTUAL = 50;

  /** After thirty seconds of nothing the JVM ends carriers, one after another. */
  private static final Duration IDLE =
      Boolean.getBoolean("whole") ? Duration.ofSeconds(75) : Duration.ZERO;

  @Test
  void who_is_woken_by_one_that_acts_for_a_user_keeps_his_own_rights() throws Exception {
    Assumptions.assumeTrue(
        Account.current().filter(own -> own.uid() == 0).isPresent(), "needs root");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.virtualThreadScheduler.parallelism=4",
                "-cp",
                System.getProperty("java.class.path"),
                CarriersTest.class.getName(),
                IDLE.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(said.lines()).hasSize(VIRTUAL).containsOnly("Uid:\t0\t0\t0\t0");
  }

  /** Has virtual threads begun and woken by one that acts, and prints whose rights they have. */
  public static void main(String... arguments) throws Exception {
    Account alice = new Account("alice", 54321, 54421, List.of(54421), "/", "/bin/sh");
    Queue<String> said = new ConcurrentLinkedQueue<>();
    List<Thread> virtual = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(VIRTUAL);
    for (int i = 0; i < VIRTUAL; i++) {
      virtual.add(Thread.ofVirtual().unstarted(() -> tell(begun, said)));
    }
    as(alice, () -> virtual.forEach(Thread::start));
    begun.await();
    Thread.sleep(Duration.parse(arguments[0]));
    as(alice, () -> virtual.forEach(LockSupport::unpark));
    for (Thread thread : virtual) {
      thread.join();
    }
    said.forEach(System.out::println);
  }

  private static void as(Account user, Runnable work) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Thread acting =
        new ActingThread("as-" + user.name(), user, work, System.err::println, over::countDown);
    acting.start();
    over.await();
  }

  private static void tell(CountDownLatch begun, Queue<String> said) {
    begun.countDown();
    LockSupport.park();
    long end = System.nanoTime() + Duration.ofMillis(1).toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait(); // long enough for others to want carriers of their own
    }
    try (var lines = Files.lines(Path.of("/proc/thread-self/status"))) {
      lines.filter(line -> line.startsWith("Uid:")).forEach(said::add);
    } catch (IOException e) {
      said.add(e.toString());
    }
  }
}
