package org.sshlite.sshd.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sshlite.program.system.Libc;

/** Threads that another user's thread has started, as pools do. */
class ThreadRightsTest {
  private static final Account ALICE =
      new Account("alice", 54321, 54421, List.of(54421, 54400), "/", "/bin/sh");

  @BeforeEach
  void be_root() {
    Assumptions.assumeTrue(
        Account.current().filter(own -> own.uid() == 0).isPresent(), "needs root");
  }

  private static <T> T onThreadOfAlice(Callable<T> work) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    new ActingThread(
            "as-alice", ALICE, () -> run(work, done), done::completeExceptionally, () -> {})
        .start();
    return done.get();
  }

  /** A thread with her rights that is none of hers. */
  private static <T> T onThreadStartedByAlice(Callable<T> work) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    onThreadOfAlice(() -> Thread.ofPlatform().start(() -> run(work, done)));
    return done.get();
  }

  private static <T> void run(Callable<T> work, CompletableFuture<T> done) {
    try {
      done.complete(work.call());
    } catch (Exception | Error e) {
      done.completeExceptionally(e);
    }
  }

  private static String status() throws IOException {
    return String.join(
        "\n",
        Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
            .filter(line -> line.matches("(Uid|Gid|Groups|CapEff):.*"))
            .toList());
  }

  @Test
  void a_thread_has_nothing_of_hers_once_it_has_its_own() throws Exception {
    String own = status();
    String fresh =
        onThreadStartedByAlice(
            () -> {
              assertThat(status()).contains("54321").contains("54421");
              ThreadRights.own();
              return status();
            });
    assertThat(fresh).isEqualTo(own);
  }

  @Test
  void the_user_alone_is_not_enough() throws Exception {
    String own = status();
    String fresh =
        onThreadStartedByAlice(
            () -> {
              int setresuid = Machine.current().orElseThrow().calls().setresuid();
              assertThat(Libc.call("syscall", setresuid, 0, 0, 0).failed()).isFalse();
              assertThat(status()).contains("54421");
              ThreadRights.own();
              return status();
            });
    assertThat(fresh).isEqualTo(own);
  }

  @Test
  void shadow_tells_a_thread_that_she_has_started_of_everybody() throws Exception {
    assertThat(onThreadStartedByAlice(() -> Shadow.of("root"))).isPresent();
  }

  /** Nobody told, a locked account would be an open one. */
  @Test
  void shadow_tells_her_own_thread_of_nobody_and_says_so() {
    assertThatThrownBy(() -> onThreadOfAlice(() -> Shadow.of("root")))
        .hasRootCauseMessage("as-alice acts for a user, and for nobody else");
  }
}
