package org.sshlite.sshd.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sshlite.program.system.Libc;
import org.sshlite.program.system.SystemException;

// calls of the system cannot be interrupted
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ChildTest {
  private static final String PATH = "PATH=/usr/bin:/bin";

  static Command shell(String script) {
    return Command.of("/", List.of(PATH), "/bin/sh", "sh", "-c", script);
  }

  private static String output(Child child) throws IOException {
    return new String(child.output().readAllBytes(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 143, 255})
  void an_exit_status_is_exact(int status) throws Exception {
    try (Child child = Child.spawn(shell("exit " + status))) {
      assertThat(child.await()).contains(new Exit.Status(status));
    }
  }

  @ParameterizedTest
  @CsvSource({"HUP,1", "INT,2", "KILL,9", "TERM,15", "PIPE,13"})
  void a_signal_is_told_from_an_exit_status(String name, int number) throws Exception {
    try (Child child = Child.spawn(shell("kill -" + name + " $$"))) {
      assertThat(child.await()).contains(new Exit.Signalled(number, false));
    }
    assertThat(Signals.name(number)).contains(name);
  }

  /** As by who was started so: the system then keeps no zombie to ask. */
  @Test
  void an_end_is_noticed_where_SIGCHLD_is_ignored_and_its_number_is_let_alone() throws Exception {
    Libc.call("signal", Platform.CURRENT.signalChild(), 1);
    try (Child child = Child.spawn(shell("exit 3"))) {
      assertThat(child.await()).contains(Exit.UNKNOWN);
      assertThat(child.signal(Platform.CURRENT.signals().get("TERM"))).isFalse();
    } finally {
      Signals.restoreDefaultOfChildren();
    }
    try (Child child = Child.spawn(shell("exit 3"))) {
      assertThat(child.await()).contains(new Exit.Status(3));
    }
  }

  /** Where no other session is closed that would look after it. */
  @Test
  void who_outlives_his_session_does_not_stay_as_a_zombie() throws Exception {
    int pid;
    try (Child child = Child.spawn(shell("trap '' HUP; sleep 3"))) {
      pid = child.pid();
    }
    assertThat(ProcessHandle.of(pid)).isPresent();

    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void streams_are_separate_and_carry_every_byte() throws Exception {
    byte[] data = new byte[3_000_000];
    new Random(7).nextBytes(data);
    try (Child child = Child.spawn(shell("tee /dev/stderr"))) {
      CompletableFuture<byte[]> output = all(child.output());
      CompletableFuture<byte[]> errors = all(child.errors());
      try (OutputStream input = child.input()) {
        input.write(data);
      }
      assertThat(output.join()).isEqualTo(data);
      assertThat(errors.join()).isEqualTo(data);
      assertThat(child.await()).contains(new Exit.Status(0));
    }
  }

  private static CompletableFuture<byte[]> all(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return in.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  @Test
  void arguments_and_environment_are_exact_bytes() throws Exception {
    byte[] odd = {(byte) 0xff, 'x', (byte) 0xe9, '\n', '"'};
    byte[] variable = "ODD=".getBytes(UTF_8);
    byte[] setting = Arrays.copyOf(variable, variable.length + odd.length);
    System.arraycopy(odd, 0, setting, variable.length, odd.length);
    Command command =
        new Command(
            "/bin/sh",
            List.of(bytes("sh"), bytes("-c"), bytes("printf %s \"$1$ODD\""), bytes("sh"), odd),
            List.of(bytes(PATH), setting),
            "/");
    try (Child child = Child.spawn(command)) {
      assertThat(output(child).getBytes(UTF_8))
          .isEqualTo(new String(concat(odd, odd), UTF_8).getBytes(UTF_8));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @Test
  void the_environment_holds_nothing_of_the_servers() throws Exception {
    Command command = Command.of("/", List.of("A=b"), "/usr/bin/env", "env");
    try (Child child = Child.spawn(command)) {
      assertThat(output(child)).isEqualTo("A=b\n");
    }
  }

  @Test
  void the_directory_is_the_one_given() throws Exception {
    Command command = Command.of("/usr", List.of(PATH), "/bin/sh", "sh", "-c", "pwd");
    try (Child child = Child.spawn(command)) {
      assertThat(output(child)).isEqualTo("/usr\n");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void no_file_of_the_server_is_inherited() throws Exception {
    Path file = Files.createTempFile("held", null);
    try (InputStream held = Files.newInputStream(file);
        Pty pty = Pty.open();
        Child child = Child.spawn(shell("ls /proc/self/fd"))) {
      assertThat(held.available()).isZero();
      assertThat(pty.path()).isNotEmpty();
      // 3 is the folder that ls itself reads
      assertThat(output(child)).isEqualTo("0\n1\n2\n3\n");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void signals_are_at_their_defaults_and_none_is_blocked() throws Exception {
    try (Child child = Child.spawn(shell("exec cat /proc/self/status"))) {
      String status = output(child);
      assertThat(status).containsPattern("SigBlk:\\s+0{16}\n");
      // 32 and 33 are the C library's own
      assertThat(status).containsPattern("SigIgn:\\s+0000000[01][8]?0{7,8}\n");
      assertThat(status).containsPattern("SigCgt:\\s+0{16}\n");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void it_leads_a_session_of_its_own() throws Exception {
    try (Child child = Child.spawn(shell("exec cat /proc/self/stat"))) {
      String pid = String.valueOf(child.pid());
      String[] fields = output(child).split(" ");
      // pid, group and session of proc(5)
      assertThat(fields[0]).isEqualTo(pid);
      assertThat(fields[4]).isEqualTo(pid);
      assertThat(fields[5]).isEqualTo(pid);
    }
  }

  @Test
  void a_signal_reaches_the_whole_group() throws Exception {
    try (Child child = Child.spawn(shell("sleep 1000 & echo $!; wait"))) {
      int sleeper = Integer.parseInt(line(child.output()));
      assertThat(child.signal(Signals.number("TERM").orElseThrow())).isTrue();
      assertThat(child.await()).contains(new Exit.Signalled(15, false));
      await().until(() -> !runs(sleeper));
    }
  }

  @Test
  void a_hang_up_reaches_what_the_ended_process_left() throws Exception {
    try (Child child = Child.spawn(shell("sleep 1000 & echo $!"))) {
      int sleeper = Integer.parseInt(line(child.output()));
      assertThat(child.await()).contains(new Exit.Status(0));
      assertThat(runs(sleeper)).isTrue();
      child.hangUp();
      await().until(() -> !runs(sleeper));
    }
  }

  private static boolean runs(int pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    return Files.exists(status) && !Files.readString(status).contains("State:\tZ");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("ended after \"" + line + "\"");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Test
  void closing_ends_every_wait_and_leaves_no_file_open() throws Exception {
    Set<String> before = openFiles();
    Child child = Child.spawn(shell("trap '' HUP; sleep 3000"));
    CompletableFuture<byte[]> output = all(child.output());
    CompletableFuture<byte[]> errors = all(child.errors());
    CompletableFuture<?> exit = CompletableFuture.supplyAsync(child::await);
    child.close();
    assertThat(output.join()).isEmpty();
    assertThat(errors.join()).isEmpty();
    assertThat(exit.join()).isEqualTo(Optional.empty());
    // what an earlier test has left may be closed meanwhile
    assertThat(before).containsAll(openFiles());
    assertThat(child.signal(15)).isFalse();
    ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void one_that_cannot_be_started_for_whatever_reason_leaves_no_file_open() throws Exception {
    Command noUser =
        new Command(
            "/bin/true", List.of(), List.of(), "/", null, Optional.empty(), Optional.empty());
    Set<String> before = openFiles();
    assertThatThrownBy(() -> Child.spawn(noUser)).isInstanceOf(NullPointerException.class);
    assertThat(before).containsAll(openFiles());
  }

  /** What descriptors lead to: a pipe with its number. */
  private static Set<String> openFiles() throws IOException {
    Set<String> open = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)) {
          open.add(Files.readSymbolicLink(file).toString());
        }
      }
    }
    return open;
  }

  @Test
  void an_ended_child_does_not_stay_as_a_zombie() throws Exception {
    int pid;
    try (Child child = Child.spawn(shell("exit 3"))) {
      pid = child.pid();
      child.await();
    }
    assertThat(Path.of("/proc/" + pid)).doesNotExist();
  }

  @Test
  void a_program_that_is_not_there_is_told() {
    assertThatThrownBy(() -> Child.spawn(Command.of("/", List.of(), "/no/shell", "shell")))
        .isInstanceOf(SystemException.class)
        .hasMessageContaining("No such file or directory");
  }

  @Test
  void a_failed_start_leaves_no_file_open() throws Exception {
    Set<String> before = openFiles();
    assertThatThrownBy(() -> Child.spawn(Command.of("/no/folder", List.of(), "/bin/sh", "sh")))
        .isInstanceOf(IOException.class);
    assertThat(before).containsAll(openFiles());
  }

  @Test
  void a_NUL_byte_in_a_command_is_refused_rather_than_cut_off() {
    assertThatThrownBy(() -> shell("echo harmless\0 && echo hidden"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Command.of("/", List.of("A=b\0c"), "/bin/sh", "sh"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Seventeen: of numbers that are kept in sixteen places two are in the same one. */
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void any_number_of_processes_that_do_not_end_are_looked_after() throws IOException {
    List<Process> hanging = new ArrayList<>();
    try {
      for (int i = 0; i < 17; i++) {
        hanging.add(new ProcessBuilder("sleep", "600").start());
      }
      for (Process each : hanging) {
        Child.leaveBehind((int) each.pid());
      }
      assertThat(hanging).allMatch(Process::isAlive);
    } finally {
      hanging.forEach(Process::destroyForcibly);
    }
    await().until(() -> hanging.stream().noneMatch(Process::isAlive));
  }
}
