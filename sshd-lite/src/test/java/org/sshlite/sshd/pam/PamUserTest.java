package org.sshlite.sshd.pam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.protocol.conversation.Answers;
import org.sshlite.sshd.lookup.Lookups;

/** Linux-PAM with a stack of our own: pam_ftp lets anybody in, as the first of its users. */
class PamUserTest {
  private static final Duration SOONEST = Duration.ofMillis(100);
  private static final Path STACKS = Path.of("/etc/pam.d");

  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);
  private final Lookups lookups = new Lookups("questions", 1, 0, Duration.ofMinutes(1));
  private Path stack;
  private Pam pam;

  @BeforeEach
  void make_a_stack() throws Exception {
    Assumptions.assumeTrue(Files.isWritable(STACKS), "needs root, to write a stack for PAM");
    log.redirect(folder.resolve("log"));
    stack = Files.createTempFile(STACKS, "sshlite-test-", "");
    Files.writeString(
        stack,
        """
        auth    required pam_ftp.so users=first,second ignore
        account required pam_permit.so
        """);
    pam = Pam.of(stack.getFileName().toString(), lookups, log).orElseThrow();
  }

  @AfterEach
  void remove_the_stack() throws Exception {
    if (stack != null) {
      Files.delete(stack);
    }
  }

  private Pam.Verdict ask(String user) {
    return pam.password(
            new Pam.Candidate(user, "192.0.2.7", true), new SecretBytes("a@b".getBytes(UTF_8)))
        .verdict();
  }

  private String logged() throws Exception {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void whom_a_module_makes_another_is_not_let_in_by_either_name() throws Exception {
    assertThat(ask("second")).isEqualTo(Pam.Verdict.REFUSED);
    assertThat(logged()).contains("PAM: PAM user \"first\" does not match previous \"second\"");
    Assumptions.assumeTrue(ask("first") == Pam.Verdict.ACCEPTED, "needs pam_ftp");
  }

  @Test
  void a_person_who_thinks_keeps_nobody_out() throws Exception {
    Pam.Candidate first = new Pam.Candidate("first", "192.0.2.7", true);
    Pam.Judgement judgement =
        pam.converse(
            first,
            challenge -> {
              assertThat(ask("first")).isEqualTo(Pam.Verdict.ACCEPTED);
              return new Answers(List.of(new SecretBytes("a@b".getBytes(UTF_8))));
            });
    assertThat(judgement.verdict()).isEqualTo(Pam.Verdict.ACCEPTED);
  }

  @Test
  void one_question_too_many_is_refused_and_told() throws Exception {
    try (Lookups.Turn _ = lookups.take(log)) {
      assertThat(ask("first")).isEqualTo(Pam.Verdict.REFUSED);
    }
    assertThat(logged()).contains("Too many questions at once: refused");
    assertThat(ask("first")).isEqualTo(Pam.Verdict.ACCEPTED);
  }

  /** Linux-PAM looks at no password of a user who does not exist, and asks for no delay. */
  private void refuseWithoutDelay() throws Exception {
    Files.writeString(stack, "auth required pam_unix.so nodelay\naccount required pam_deny.so\n");
  }

  @Test
  void no_refusal_is_so_soon_that_it_would_tell_who_exists() throws Exception {
    refuseWithoutDelay();
    long start = System.nanoTime();
    assertThat(ask("nobody-at-all")).isEqualTo(Pam.Verdict.REFUSED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SOONEST);
  }

  @Test
  void in_a_dialogue_the_time_begins_with_the_last_answer() throws Exception {
    refuseWithoutDelay();
    AtomicLong answered = new AtomicLong();
    Pam.Judgement judgement =
        pam.converse(
            new Pam.Candidate("nobody-at-all", "192.0.2.7", true),
            challenge -> {
              // a person types
              await().pollDelay(Duration.ofMillis(60)).until(() -> true);
              answered.set(System.nanoTime());
              return new Answers(
                  challenge.prompts().stream()
                      .map(_ -> new SecretBytes("a".getBytes(UTF_8)))
                      .toList());
            });
    assertThat(judgement.verdict()).isEqualTo(Pam.Verdict.REFUSED);
    assertThat(answered).doesNotHaveValue(0);
    assertThat(Duration.ofNanos(System.nanoTime() - answered.get()))
        .isGreaterThanOrEqualTo(SOONEST);
  }

  /**
   * The library makes the delay of a refusal differ by chance, in each second anew. What is refused
   * without the modules must be late from the first guess on, and differ as well.
   */
  @Test
  void who_is_refused_by_others_waits_as_the_modules_want_it_and_never_the_same() throws Exception {
    Files.writeString(stack, "auth required pam_unix.so\naccount required pam_deny.so\n");
    SecretBytes wrong = new SecretBytes("a@b".getBytes(UTF_8));
    List<Duration> taken = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long start = System.nanoTime();
      pam.refuseLikewise(wrong, start);
      taken.add(Duration.ofNanos(System.nanoTime() - start));
    }
    assertThat(taken).allMatch(each -> each.toMillis() >= 1000);
    assertThat(Collections.max(taken).minus(Collections.min(taken)))
        .isGreaterThan(Duration.ofMillis(20));
  }
}
