package org.sshlite.client.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sshlite.client.ClientOptions;
import org.sshlite.client.ScriptedDialog;
import org.sshlite.client.SshClient;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;

class HostJobTest {
  /** Options of ssh's that are read by whoever works for a host. */
  private static HostJob reading(Runnable when) {
    List<String> rest =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            when.run();
            return "";
          }

          @Override
          public int size() {
            when.run();
            return 0;
          }
        };
    HostsArguments arguments =
        new HostsArguments(
            List.of("host"),
            1,
            Optional.of(Duration.ofMinutes(1)),
            Order.LIST,
            false,
            Optional.empty(),
            Optional.empty(),
            rest);
    OutputStream nowhere = OutputStream.nullOutputStream();
    return new HostJob("host", arguments, null, nowhere, nowhere);
  }

  private static HostResult result(HostJob job, Callable<?> meanwhile) throws Exception {
    try (SshClient client = SshClient.create(ClientOptions.builder().build());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      CompletableFuture<HostResult> result =
          job.start(client, new ScriptedDialog(), new StderrLog(LogLevel.QUIET), clock);
      meanwhile.call();
      return result.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void an_error_is_the_end_of_that_host_and_no_wait_for_ever() throws Exception {
    HostJob job =
        reading(
            () -> {
              throw new StackOverflowError();
            });
    HostResult result = result(job, () -> null);

    assertThat(result.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(result.message()).contains("StackOverflowError");
  }

  @Test
  void what_is_interrupted_before_its_turn_is_not_done() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    HostJob job = reading(() -> done.set(true));
    job.interrupt();
    HostResult result = result(job, () -> null);
    job.awaitEnd(Duration.ofSeconds(30));

    assertThat(result.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(result.duration()).isZero();
    assertThat(done).isFalse();
  }

  @Test
  void what_is_interrupted_has_taken_its_time_and_can_be_waited_for() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    HostJob job =
        reading(
            () -> {
              begun.countDown();
              while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
              }
              ended.set(true);
              throw new IllegalStateException("interrupted");
            });
    HostResult result =
        result(
            job,
            () -> {
              assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
              job.interrupt();
              return null;
            });
    job.awaitEnd(Duration.ofSeconds(30));

    assertThat(result.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(result.duration()).isPositive();
    assertThat(ended).isTrue();
  }
}
