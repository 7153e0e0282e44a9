package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sshlite.crypto.wire.SecretBytes;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.lookup.Lookups;
import org.sshlite.sshd.lookup.NotAskedException;
import org.sshlite.sshd.pam.Pam;
import org.sshlite.sshd.process.Account;

/** Whoever asks for what is dear waits for a turn among all who do. */
class TurnsTest {
  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);
  private final Deque<Lookups.Turn> taken = new ArrayDeque<>();

  @BeforeEach
  void keep_the_log() throws Exception {
    log.redirect(folder.resolve("log"));
  }

  @AfterEach
  void give_back() {
    taken.forEach(Lookups.Turn::close);
  }

  private void take(Lookups lookups, int count) throws NotAskedException {
    for (int i = 0; i < count; i++) {
      taken.add(lookups.take(log));
    }
  }

  /** Beside so many less one it is done, and beside so many it waits. */
  private <T> void assertAtOnce(Lookups lookups, int most, T answer, Callable<T> question)
      throws Exception {
    take(lookups, most - 1);
    assertThat(question.call()).isEqualTo(answer);

    take(lookups, 1);
    FutureTask<T> asked = new FutureTask<>(question);
    Thread.startVirtualThread(asked);
    await().until(() -> lookups.waiting() == 1);
    assertThat(asked).isNotDone();
    taken.remove().close();
    assertThat(asked.get(60, TimeUnit.SECONDS)).isEqualTo(answer);
  }

  @Test
  void eight_passwords_are_compared_with_the_shadow_database_at_once() throws Exception {
    ShadowPasswords shadow = ShadowPasswords.find().orElseThrow();
    Pam.Candidate nobody = new Pam.Candidate("nobody-at-all", "192.0.2.7", false);
    assertAtOnce(
        Lookups.PASSWORDS,
        8,
        Optional.<String>empty(),
        () -> {
          try (SecretBytes password = new SecretBytes("x".getBytes(StandardCharsets.UTF_8))) {
            return shadow.judge("nobody-at-all", nobody, password, log).map(_ -> "right");
          }
        });
  }

  @Test
  void thirty_two_programs_are_asked_at_once() throws Exception {
    Account own = Account.current().orElseThrow();
    AuthorizedCommand command =
        new AuthorizedCommand(
            "Asked",
            "/bin/echo",
            own.name(),
            CommandTokens.ofUser("alice"),
            "place",
            "alice",
            true,
            new Accounts(own),
            Duration.ofMinutes(1),
            log);
    assertAtOnce(
        Lookups.COMMANDS,
        32,
        Optional.of("alice"),
        () -> command.first(line -> Optional.of(line.text())));
  }
}
