package org.sshlite.sshd.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Signals of a user whom no database has, sent by a server of root's. */
// calls of the system cannot be interrupted
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class GroupSignalTest {
  private static final int KILL = 9;
  private static final Account ALICE =
      new Account("alice", 54321, 54421, List.of(54421, 54400), "/", "/bin/sh");
  private static final Account BOB =
      new Account("bob", 54322, 54422, List.of(54422), "/", "/bin/sh");

  @TempDir private Path folder;

  @BeforeEach
  void be_root() throws IOException {
    Assumptions.assumeTrue(Machine.current().isPresent(), "needs Linux");
    Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Command shell(String script) {
    return ChildTest.shell(script).as(ALICE);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      assertThat(c).as(line.toString()).isNotNegative();
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /** A program of root's for everybody, which gives up all that it has of who starts it. */
  private Command setuid() throws IOException {
    Machine machine = Machine.current().orElseThrow();
    CallProgram program = new CallProgram(machine);
    ProgramData data = program.data();
    program.call("no setuid program\n", machine.calls().setresuid(), 0, 0, 0);
    program.call(
        "no shell\n",
        machine.calls().execve(),
        data.string("/bin/sh"),
        data.strings(
            List.of(
                "sh".getBytes(UTF_8),
                "-c".getBytes(UTF_8),
                "id -u; read x; id -u".getBytes(UTF_8))),
        data.strings(List.of("PATH=/usr/bin:/bin".getBytes(UTF_8))));
    Path file = Files.write(folder.resolve("setuid"), program.elf());
    Files.setAttribute(file, "unix:mode", 04755);
    return Command.of("/", List.of(), file.toString(), "setuid").as(ALICE);
  }

  @Test
  void a_process_of_his_session_that_has_become_roots_takes_none() throws Exception {
    try (Child child = Child.spawn(setuid())) {
      takesNone(child);
    }
  }

  @Test
  void a_process_on_his_terminal_that_has_become_roots_takes_none() throws Exception {
    try (Pty pty = Pty.open();
        Child child = Child.spawn(setuid(), pty)) {
      takesNone(child);
    }
  }

  private static void takesNone(Child child) throws IOException {
    assertThat(line(child.output())).isEqualTo("0");
    assertThat(child.signal(KILL)).isFalse();
    child.hangUp();
    child.input().write('\n');
    String next = line(child.output());
    assertThat(next.isEmpty() ? line(child.output()) : next).isEqualTo("0");
    assertThat(child.await()).contains(new Exit.Status(0));
  }

  @Test
  void all_of_the_group_that_is_his_gets_it() throws Exception {
    try (Child child = Child.spawn(shell("sleep 1000 & echo $!; wait"))) {
      long sleeper = Long.parseLong(line(child.output()));
      assertThat(child.signal(KILL)).isTrue();
      assertThat(child.await()).contains(new Exit.Signalled(KILL, false));
      await().until(() -> !Files.exists(Path.of("/proc/" + sleeper)));
    }
  }

  @Test
  void one_on_a_terminal_gets_it() throws Exception {
    try (Pty pty = Pty.open();
        Child child = Child.spawn(shell("echo ready; sleep 1000"), pty)) {
      assertThat(line(child.output())).isEqualTo("ready");
      assertThat(child.signal(15)).isTrue();
      assertThat(child.await()).contains(new Exit.Signalled(15, false));
    }
  }

  @Test
  void a_group_of_anothers_gets_none() throws Exception {
    try (Child child = Child.spawn(shell("echo ready; read x; echo $x"))) {
      assertThat(line(child.output())).isEqualTo("ready");
      assertThat(GroupSignal.send(Optional.of(BOB), child.pid(), KILL)).isFalse();
      child.input().write("still there\n".getBytes(UTF_8));
      assertThat(line(child.output())).isEqualTo("still there");
    }
  }

  /** It is his: he may stop it, and must hold up nobody else by that. */
  @Test
  void a_sender_that_its_user_has_stopped_is_not_waited_for() throws Exception {
    try (Child sender = Child.spawn(shell("kill -STOP $$"))) {
      assertThatThrownBy(() -> GroupSignal.hasSent(sender.pid()))
          .hasMessage("its process does not end");
      assertThat(sender.await()).isPresent();
    }
  }

  @Test
  void a_sender_whose_end_nobody_can_know_any_more_has_sent_nothing() throws Exception {
    int nobodysChild = (int) ProcessHandle.current().pid();
    assertThat(GroupSignal.hasSent(nobodysChild)).isFalse();
  }
}
