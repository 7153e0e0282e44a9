package org.sshlite.sshd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sshlite.crypto.key.PrivateKey;
import org.sshlite.crypto.key.PublicKey;
import org.sshlite.crypto.key.SignatureAlgorithms;
import org.sshlite.program.config.LogLevel;
import org.sshlite.program.config.StderrLog;
import org.sshlite.sshd.account.Accounts;
import org.sshlite.sshd.process.Account;
import org.sshlite.sshd.session.ConnectionEnds;

/** The machine's own programs, asked about alice. */
class AuthorizedCommandTest {
  private static final PublicKey KEY =
      PrivateKey.generate("ssh-ed25519", new SecureRandom()).publicKey();
  private static final ConnectionEnds ENDS =
      new ConnectionEnds("192.0.2.7", "192.0.2.7", 4000, "192.0.2.1", 22);
  private static final Account ALICE = new Account("alice", 54321, "/home/alice", "/bin/sh");
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final StderrLog log = new StderrLog(LogLevel.INFO);
  private final Account own = Account.current().orElseThrow();

  @BeforeEach
  void keep_the_log() throws Exception {
    log.redirect(folder.resolve("log"));
  }

  private List<String> ask(String program) {
    return ask(program, own.name(), LONG);
  }

  private AuthorizedCommand command(String program, String runner, Duration limit) {
    return new AuthorizedCommand(
        "Asked",
        program,
        runner,
        CommandTokens.of(ALICE, "alice", ENDS, KEY),
        "place",
        "alice",
        true,
        new Accounts(own),
        limit,
        log);
  }

  private List<String> ask(String program, String runner, Duration limit) {
    AuthorizedCommand command = command(program, runner, limit);
    return command.first(Optional::of).isEmpty()
        ? List.of()
        : TrustedFileTest.linesOf(command).stream().map(TrustedLines.Line::text).toList();
  }

  private String logged() throws Exception {
    return Files.readString(folder.resolve("log"));
  }

  private void be_root() {
    Assumptions.assumeTrue(own.uid() == Account.ROOT, "needs root");
  }

  @Test
  void the_arguments_are_told_by_tokens() {
    assertThat(ask("/bin/echo %% %C,%D,%U,%u %h %t %f '%k x' %u%u"))
        .containsExactly(
            "% 192.0.2.1 22 192.0.2.7 4000,,54321,alice /home/alice ssh-ed25519 "
                + KEY.fingerprint()
                + " "
                + Base64.getEncoder().encodeToString(KEY.blob())
                + " x alicealice");
  }

  @Test
  void a_program_without_an_argument_is_told_the_name() {
    assertThat(ask("/bin/echo")).containsExactly("alice");
  }

  @Test
  void it_is_told_nothing_else() throws Exception {
    assertThat(ask("/usr/bin/env -u LANG"))
        .containsExactlyInAnyOrder(
            "PATH=/usr/bin:/bin:/usr/sbin:/sbin",
            "USER=" + own.name(),
            "LOGNAME=" + own.name(),
            "HOME=" + own.home());
    assertThat(ask("/bin/cat -")).isEmpty();
    assertThat(ask("/bin/sh -c 'ls /proc/self/fd; pwd'")).containsExactly("0", "1", "2", "3", "/");
  }

  /** CVE-2021-41617. */
  @Test
  void it_has_the_groups_of_its_user_and_none_of_ours() {
    be_root();
    assertThat(ask("/bin/sh -c 'id -u; id -G'", "nobody", LONG)).containsExactly("65534", "65534");
    assertThat(ask("/bin/grep -E '^(Uid|CapPrm):' /proc/self/status", "nobody", LONG))
        .containsExactly("Uid:\t65534\t65534\t65534\t65534", "CapPrm:\t0000000000000000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/bin/sh -c 'echo line; exit 3'|failed, status 3",
        "/bin/sh -c 'echo line; kill -9 $$'|exited on signal 9",
        "/bin/sh -c 'echo line; echo why >&2; exit 3'| said: why",
        "/bin/sh -c 'echo why >&2; exec yes'| said: why",
        "/usr/bin/yes|says more than 4194304 bytes: none of it is believed",
        "/bin/echo %x|has a token that there is not: %x",
        "/bin/echo 50%|has a token that there is not: 50%",
        "/no/such/program|Could not stat Asked \"/no/such/program\": No such file or directory",
        "/bin|Unsafe Asked \"/bin\": not a regular file",
        "/bin/echo 'line|contains invalid quotes"
      })
  void what_fails_says_nothing(String program, String told) throws Exception {
    assertThat(ask(program)).isEmpty();
    assertThat(logged()).contains("Asked ").contains(told);
  }

  @Test
  void as_much_as_it_may_say_is_believed_and_no_more() throws Exception {
    String line = "x".repeat(63);
    String much = "/bin/sh -c 'yes " + line + " | head -c %d'";
    assertThat(ask(much.formatted(4 << 20))).hasSize(1 << 16).containsOnly(line);
    assertThat(ask(much.formatted((4 << 20) + 1))).isEmpty();
    assertThat(logged()).contains("says more than 4194304 bytes");
  }

  @Test
  void nobody_runs_it_who_does_not_exist() throws Exception {
    assertThat(ask("/bin/echo", "nobody-of-that-name", LONG)).isEmpty();
    assertThat(logged()).contains("user \"nobody-of-that-name\" not found");
  }

  @Test
  void a_program_that_others_could_change_is_not_run() throws Exception {
    Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\necho line\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(ask(program.toString())).isEmpty();
    assertThat(logged()).contains(": bad ownership or modes for ");
  }

  /** Also what it has left behind, which keeps the pipe open. */
  @Test
  void one_that_does_not_end_is_ended_and_not_believed() throws Exception {
    Path pid = folder.resolve("pid");
    String hanging =
        "/bin/sh -c 'echo line; echo no server >&2; sleep 1000 & echo $! > " + pid + "'";
    assertThat(ask(hanging, own.name(), Duration.ofSeconds(2))).isEmpty();
    assertThat(logged()).contains("was ended after 2 seconds", " said: no server");
    await_the_end_of(pid);
  }

  private static void await_the_end_of(Path pid) throws Exception {
    long left = Long.parseLong(Files.readString(pid).strip());
    await().until(() -> ProcessHandle.of(left).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void one_whose_lines_nobody_can_judge_does_not_go_on() throws Exception {
    Path pid = folder.resolve("pid");
    AuthorizedCommand command =
        command("/bin/sh -c 'echo $$ > " + pid + "; echo line; exec sleep 1000'", own.name(), LONG);
    Function<TrustedLines.Line, Optional<Object>> failing =
        _ -> {
          throw new IllegalStateException("in doubt");
        };
    assertThatThrownBy(() -> command.first(failing)).hasMessageContaining("in doubt");
    await_the_end_of(pid);
  }

  @Test
  void a_key_is_said_to_be_accepted_once_all_of_it_is_believed() throws Exception {
    log.level(LogLevel.VERBOSE);
    String says = "/bin/sh -c 'echo %t %k; exit ";
    KeyAttempt attempt = new KeyAttempt(KEY, "alice", "192.0.2.7", "192.0.2.7", Instant.now());
    assertThat(keys(says + "3'").find(attempt)).isEmpty();
    assertThat(logged()).contains("failed, status 3").doesNotContain("Accepted key");
    assertThat(keys(says + "0'").find(attempt)).isPresent();
    assertThat(logged()).contains("Accepted key ", KEY.fingerprint() + " found at place:1");
  }

  private AuthorizedKeys keys(String program) {
    return new AuthorizedKeys(
        List.of(command(program, own.name(), LONG)), SignatureAlgorithms.DEFAULT_CA, log);
  }
}
