package org.sshlite.sshd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    login = LoginProcess.open(Account.byName("root").orElseThrow(), "sshd", "192.0.2.1");
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
      String text = new String(child.output().readAllBytes(), StandardCharsets.UTF_8);
      String errors = new String(child.errors().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.await().orElseThrow()).as(errors).isEqualTo(new Exit.Status(7));
      return text;
    }
  }

  @Test
  void a_session_is_open() {
    assertThat(login.status()).as(login.messages()).isZero();
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
}
