package org.sshlite.sshd.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.process.Child;
import org.sshlite.sshd.process.Command;
import org.sshlite.sshd.process.Exit;

/** Root acts for users that no database has: their numbers are all that counts. */
class ActorTest {
  private static final Account ALICE = user("alice", 54321);
  private static final Account BOB = user("bob", 54322);

  @TempDir Path folder;

  private static Account user(String name, int uid) {
    return new Account(name, uid, uid + 100, List.of(uid + 100, 54400), "/", "/bin/sh");
  }

  @BeforeEach
  void be_root() throws IOException {
    Assumptions.assumeTrue(
        Account.current().filter(own -> own.uid() == 0).isPresent(), "needs root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static String output(Account user, String script) throws IOException {
    Command command =
        Command.of(
            user.home(), List.of("A=b", "PATH=/usr/bin:/bin"), "/bin/sh", "-sh", "-c", script);
    try (Child child = Child.spawn(Actor.of(user).command(command))) {
      String text = new String(child.output().readAllBytes(), UTF_8);
      String errors = new String(child.errors().readAllBytes(), UTF_8);
      return text + errors + (child.await().orElseThrow() instanceof Exit.Status(int s) ? s : "?");
    }
  }

  @Test
  void a_process_is_wholly_the_users() throws IOException {
    assertThat(output(ALICE, "grep -E '^(Uid|Gid|Groups|CapPrm|CapEff)' /proc/self/status"))
        .isEqualToIgnoringWhitespace(
            """
            Uid: 54321 54321 54321 54321
            Gid: 54421 54421 54421 54421
            Groups: 54400 54421
            CapPrm: 0000000000000000
            CapEff: 0000000000000000
            0\
            """);
  }

  @Test
  void a_process_gets_its_arguments_environment_and_folder_and_no_other_file() throws IOException {
    assertThat(output(ALICE, "echo $0 $A; pwd; ls /proc/self/fd; exit 7"))
        .isEqualTo("-sh b\n/\n0\n1\n2\n3\n7");
  }

  @Test
  void a_home_that_the_user_cannot_enter_is_told_and_not_entered() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Account homeless = new Account("c", 54323, closed.toString(), "/bin/sh");
    String complaint = "/\nCould not chdir to home directory %s: %s%n0";
    assertThat(output(homeless, "pwd")).isEqualTo(complaint.formatted(closed, "Permission denied"));
    Path missing = closed.resolveSibling("missing");
    assertThat(output(new Account("c", 54323, missing.toString(), "/bin/sh"), "pwd"))
        .isEqualTo(complaint.formatted(missing, "No such file or directory"));
    // an error without words of ours: ENAMETOOLONG
    String endless = "/" + "x".repeat(300);
    assertThat(output(new Account("c", 54323, endless, "/bin/sh"), "pwd"))
        .isEqualTo("/\nCould not chdir to home directory " + endless + "\n0");
  }

  @Test
  void a_program_that_cannot_be_executed_ends_the_process() throws IOException {
    Command command = Command.of("/", List.of(), "/no/such/shell", "shell").as(ALICE);
    try (Child child = Child.spawn(command)) {
      assertThat(new String(child.errors().readAllBytes(), UTF_8))
          .isEqualTo("/no/such/shell: cannot be executed\n");
      assertThat(child.await()).contains(new Exit.Status(1));
    }
  }

  @Test
  void files_are_had_with_the_users_rights() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "root's");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), secret);
    Actor alice = Actor.of(ALICE);

    assertThatThrownBy(() -> alice.call(() -> Files.readString(link)))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> alice.call(() -> Files.readString(Path.of("/etc/shadow"))))
        .isInstanceOf(AccessDeniedException.class);
    Path made = alice.call(() -> Files.writeString(folder.resolve("made"), "alice's"));
    assertThat(Files.readAttributes(made, "unix:uid,gid"))
        .containsEntry("uid", 54321)
        .containsEntry("gid", 54421);
    assertThat(Files.readString(secret)).isEqualTo("root's");
    assertThat(alice.finds(link)).isTrue();
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertThat(alice.finds(Files.createFile(closed.resolve("of root")))).isFalse();
  }

  @Test
  void users_who_act_at_once_each_get_their_own() throws Exception {
    List<Thread> threads =
        IntStream.range(0, 200)
            .mapToObj(i -> Thread.ofVirtual().unstarted(() -> make(i % 2 == 0 ? ALICE : BOB, i)))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < 200; i++) {
      assertThat(Files.getAttribute(folder.resolve("of-" + i), "unix:uid"))
          .isEqualTo(i % 2 == 0 ? ALICE.uid() : BOB.uid());
    }
  }

  private void make(Account user, int number) {
    try {
      Actor.of(user).call(() -> Files.createFile(folder.resolve("of-" + number)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** With one of its ids the user's, he could end this process with every session in it. */
  @Test
  void a_user_cannot_send_a_signal_to_a_thread_that_acts_for_him() throws Exception {
    CompletableFuture<String> thread = new CompletableFuture<>();
    CountDownLatch over = new CountDownLatch(1);
    Actor.of(ALICE)
        .thread(
            "acting",
            () -> {
              thread.complete(threadId());
              awaitQuietly(over);
            },
            thread::completeExceptionally)
        .start();
    String script = "kill -0 $$ && echo can; kill -0 %s 2>/dev/null || echo cannot";
    try {
      assertThat(output(ALICE, script.formatted(thread.get()))).isEqualTo("can\ncannot\n0");
    } finally {
      over.countDown();
    }
  }

  private static String threadId() {
    try {
      return Path.of("/proc/thread-self").toRealPath().getFileName().toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** It would have root's real user id. */
  @Test
  void a_thread_that_acts_for_a_user_starts_no_process() {
    assertThatThrownBy(() -> Actor.of(ALICE).call(() -> output(BOB, "id")))
        .hasMessage("as-alice acts for a user, and for nobody else");
    assertThatThrownBy(
            () -> Actor.of(ALICE).call(() -> Child.spawn(Command.of("/", List.of(), "/bin/sh"))))
        .hasMessage("as-alice acts for a user, and for nobody else");
  }

  /** As a pool may start one, when work is handed to it. */
  @Test
  void a_thread_that_was_started_by_one_of_a_users_gets_its_own_rights_back() throws Exception {
    CompletableFuture<String> said = new CompletableFuture<>();
    Actor root = Actor.of(Account.current().orElseThrow());
    Actor.of(ALICE)
        .call(
            () ->
                Thread.ofPlatform()
                    .start(
                        () -> {
                          try {
                            assertThatThrownBy(() -> Files.readString(Path.of("/etc/shadow")))
                                .isInstanceOf(AccessDeniedException.class);
                            Actor.of(BOB).call(() -> Files.createFile(folder.resolve("bobs")));
                            said.complete(
                                output(BOB, "id -u")
                                    + root.call(() -> Files.readString(Path.of("/etc/shadow"))));
                          } catch (IOException e) {
                            said.completeExceptionally(e);
                          }
                        }));
    assertThat(said.get()).startsWith("54322\n0").contains("root:");
    assertThat(Files.getAttribute(folder.resolve("bobs"), "unix:uid")).isEqualTo(BOB.uid());
  }

  /** As his own file system can make them. */
  @Test
  void deeds_that_do_not_end_hold_up_one_user_alone_and_no_more_than_so_many() throws Exception {
    Actor alice = Actor.of(ALICE);
    CountDownLatch begun = new CountDownLatch(Deeds.MOST);
    CountDownLatch over = new CountDownLatch(1);
    List<Thread> hanging = new ArrayList<>();
    for (int i = 0; i < Deeds.MOST; i++) {
      hanging.add(Thread.startVirtualThread(() -> hang(alice, begun, over)));
    }
    begun.await();
    try {
      assertThatThrownBy(() -> alice.call(() -> "done"))
          .isInstanceOf(IOException.class)
          .hasMessage("too much is being done as alice");
      assertThat(Actor.of(BOB).<String>call(() -> "done")).isEqualTo("done");
    } finally {
      over.countDown();
    }
    for (Thread thread : hanging) {
      thread.join();
    }
    assertThat(alice.<String>call(() -> "done")).isEqualTo("done");
  }

  /** As the sockets of many forwards, and a login beside them. */
  @Test
  void who_comes_in_a_rush_waits_for_a_turn() throws Exception {
    Actor alice = new OtherActor(ALICE, Duration.ofSeconds(60));
    CountDownLatch begun = new CountDownLatch(Deeds.MOST);
    CountDownLatch over = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < Deeds.MOST; i++) {
      all.add(Thread.startVirtualThread(() -> hang(alice, begun, over)));
    }
    begun.await();
    List<CompletableFuture<String>> done = new ArrayList<>();
    List<Thread> late = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<String> said = new CompletableFuture<>();
      done.add(said);
      late.add(Thread.startVirtualThread(() -> doInTurn(alice, said)));
    }
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> late.stream().allMatch(ActorTest::isDoneOrWaits));
    over.countDown();

    assertThat(done).allSatisfy(said -> assertThat(said.get()).isEqualTo("done"));
    all.addAll(late);
    for (Thread thread : all) {
      thread.join();
    }
  }

  private static boolean isDoneOrWaits(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive();
  }

  private static void doInTurn(Actor actor, CompletableFuture<String> said) {
    try {
      said.complete(actor.call(() -> "done"));
    } catch (IOException e) {
      said.complete(e.getMessage());
    }
  }

  /** As those of sftp, whose client comes again and again, and leaves. */
  @Test
  void so_many_threads_that_do_not_end_are_a_users_and_no_more() throws Exception {
    Actor alice = Actor.of(ALICE);
    CountDownLatch over = new CountDownLatch(1);
    List<Thread> ending = new ArrayList<>();
    try {
      for (int i = 1; i < Deeds.MOST; i++) {
        ending.add(leave(alice, over));
      }
      Awaitility.await().until(() -> ending.stream().allMatch(ActorTest::isWaiting));
      assertThat(begin(alice)).isEqualTo("begun");
      assertThat(alice.<String>call(() -> "done")).isEqualTo("done");

      ending.add(leave(alice, over));
      Awaitility.await().until(() -> ending.stream().allMatch(ActorTest::isWaiting));
      assertThat(begin(alice)).isEqualTo("too much is being done as alice");
      assertThatThrownBy(() -> alice.call(() -> "done"))
          .hasMessage("too much is being done as alice");
      assertThat(begin(Actor.of(BOB))).isEqualTo("begun");
    } finally {
      over.countDown();
    }
    for (Thread thread : ending) {
      thread.join();
    }
    assertThat(begin(alice)).isEqualTo("begun");
  }

  /** One that hangs, and another that waits for it. */
  private static Thread leave(Actor actor, CountDownLatch over) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        actor.thread(
            "hanging",
            () -> {
              begun.countDown();
              awaitQuietly(over);
            },
            e -> begun.countDown());
    thread.start();
    begun.await();
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                actor.awaitEnd(thread);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  private static String begin(Actor actor) throws Exception {
    CompletableFuture<String> said = new CompletableFuture<>();
    Thread thread =
        actor.thread("one more", () -> said.complete("begun"), e -> said.complete(e.getMessage()));
    thread.start();
    thread.join();
    return said.get();
  }

  private static void hang(Actor actor, CountDownLatch begun, CountDownLatch over) {
    try {
      actor.call(
          () -> {
            begun.countDown();
            awaitQuietly(over);
            return null;
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The first of his rights cannot be had: the next ones are not asked for, and nothing is done.
   */
  @Test
  void who_cannot_have_all_of_his_rights_does_nothing() throws IOException {
    List<Integer> groups = IntStream.range(0, 70_000).mapToObj(i -> 100_000 + i).toList();
    Account account = new Account("many", 54324, 54324, groups, "/", "/bin/sh");
    Path made = folder.resolve("made");

    assertThatThrownBy(() -> Actor.of(account).call(() -> Files.createFile(made)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("setgroups");
    assertThat(output(account, "id -u")).isEqualTo("setgroups failed\n1");
    assertThat(made).doesNotExist();
  }

  /** The number that setresuid(2) takes for "as it was": root's. */
  @Test
  void no_process_is_started_for_who_has_no_number() {
    for (Account account :
        List.of(
            new Account("beyond", -1, "/", "/bin/sh"),
            new Account("beyond", 54325, -1, List.of(54325), "/", "/bin/sh"))) {
      assertThatThrownBy(() -> output(account, "id"))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot act as beyond");
    }
  }

  @Test
  void nobody_acts_as_root_or_as_no_number() {
    for (int uid : new int[] {0, -1}) {
      Account account = new Account("x", uid, "/", "/bin/sh");
      assertThatThrownBy(() -> new OtherActor(account).call(() -> "done"))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot act as x");
    }
  }
}
