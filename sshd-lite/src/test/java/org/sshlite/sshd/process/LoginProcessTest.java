package org.sshlite.sshd.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A session of PAM, of the machine's own stack for sshd. */
class LoginProcessTest {
  private static LoginProcess login;

  @BeforeAll
  static void open() throws IOException {
    Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
    Assumptions.assumeTrue(Files.exists(Path.of("/etc/pam.d/sshd")), "needs /etc/pam.d/sshd");
    login = LoginProcess.open(Account.byName("root").orElseThrow(), "sshd", "192.0.2.1", List.of());
  }

  @AfterAll
  static void close() {
    if (login != null) {
      login.close();
    }
  }

  private static Command shell(String line) {
    return Command.of("/", List.of("PATH=/usr/bin:/bin"), "/bin/sh", "sh", "-c", line)
        .within(login);
  }

  private static String output(Child child) throws IOException {
    try (child) {
      String text = new String(child.output().readAllBytes(), UTF_8);
      String errors = new String(child.errors().readAllBytes(), UTF_8);
      assertThat(child.await().orElseThrow()).as(errors).isEqualTo(new Exit.Status(7));
      return text;
    }
  }

  @Test
  void a_session_is_open() {
    assertThat(login.status()).as(login.takeMessages()).isZero();
  }

  @Test
  void its_processes_have_the_streams_that_they_are_given_and_no_others() throws IOException {
    String look = "for n in 3 4 5 6 7 8 9 10; do [ -e /proc/$$/fd/$n ] && echo $n; done; exit 7";
    assertThat(output(Child.spawn(shell(look)))).isEmpty();
  }

  @Test
  void its_processes_have_a_terminal() throws IOException {
    try (Pty pty = Pty.open()) {
      String path = pty.path();
      assertThat(output(Child.spawn(shell("tty; tty < /dev/tty; exit 7"), pty)))
          .isEqualTo(path + "\r\n/dev/tty\r\n");
    }
  }

  @Test
  void its_processes_have_an_audit_identity() throws IOException {
    assertThat(output(Child.spawn(shell("cat /proc/self/loginuid; exit 7")))).isEqualTo("0");
  }

  @Test
  void a_script_has_an_input_of_its_own_and_is_over_before_the_rest_begins() throws IOException {
    Command after =
        new Command(
                "/bin/sh",
                words("-sh", "-c", "echo $0 $(cat); exit 7"),
                words("HOME=/nowhere", "PATH=/usr/bin:/bin", "odd name=kept"),
                "/",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RcScript("cat; echo $0", "cookie\n".getBytes(UTF_8))))
            .within(login);
    Child child = Child.spawn(after);
    child.input().write("typed".getBytes(UTF_8));
    child.input().close();
    assertThat(output(child)).isEqualTo("cookie\n/bin/sh\n-sh typed\n");
  }

  /** Its modules close the session, and may never be done with that. */
  @Test
  void no_thread_waits_for_one_that_does_not_end() throws Exception {
    Set<Long> before = threads();
    List<ProcessHandle> hanging = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Set<ProcessHandle> others = ProcessHandle.current().children().collect(Collectors.toSet());
      LoginProcess process =
          LoginProcess.open(Account.byName("root").orElseThrow(), "sshd", "192.0.2.1", List.of());
      List<ProcessHandle> its =
          ProcessHandle.current().children().filter(each -> !others.contains(each)).toList();
      hanging.addAll(its);
      for (ProcessHandle each : its) {
        kill("-STOP", each);
      }
      process.close();
    }
    assertThat(hanging).hasSize(8).allMatch(ProcessHandle::isAlive);
    Set<Long> more = threads();
    more.removeAll(before);
    // the one that looks after all of them
    assertThat(more).hasSizeLessThan(3);
    for (ProcessHandle each : hanging) {
      kill("-KILL", each);
    }
    await().until(() -> hanging.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** But those of the JDK that wait for the programs which this test starts, and for a while on. */
  private static Set<Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("process reaper"))
        .map(Thread::threadId)
        .collect(Collectors.toSet());
  }

  private static void kill(String signal, ProcessHandle process) throws Exception {
    assertThat(new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor()).isZero();
  }

  private static List<byte[]> words(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }
}
