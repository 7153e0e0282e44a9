package org.sshlite.protocol.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private static final String WORDS = "unable to create native thread";

  private final CompletableFuture<Thread> ran = new CompletableFuture<>();

  private Thread awaitRun() throws Exception {
    return ran.get(60, TimeUnit.SECONDS);
  }

  private void run() {
    ran.complete(Thread.currentThread());
  }

  @Test
  void a_daemon_is_one_of_the_platform_that_keeps_no_process_alive() throws Exception {
    Thread started = Threads.daemon("name", this::run);

    assertThat(awaitRun()).isSameAs(started);
    assertThat(started.isVirtual()).isFalse();
    assertThat(started.isDaemon()).isTrue();
    assertThat(started.getName()).isEqualTo("name");
  }

  @Test
  void a_virtual_one_is_started() throws Exception {
    Thread started = Threads.virtual("name", this::run);

    assertThat(awaitRun()).isSameAs(started);
    assertThat(started.isVirtual()).isTrue();
  }

  @Test
  void that_the_system_gives_none_is_an_exception_in_its_words() {
    Thread none =
        new Thread() {
          @Override
          public void start() {
            throw new OutOfMemoryError(WORDS);
          }
        };

    assertThatThrownBy(() -> Threads.start(none))
        .isInstanceOf(NoThreadException.class)
        .hasMessage(WORDS);
    assertThatThrownBy(() -> Threads.execute(_ -> none.start(), this::run))
        .isInstanceOf(NoThreadException.class)
        .hasMessage(WORDS);
  }
}
